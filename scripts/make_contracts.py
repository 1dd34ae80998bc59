"""Write what others build against, from the contracts: `.venv/bin/python scripts/make_contracts.py`.

The JSON Schema of every event and the AsyncAPI document are written anew. A golden example is written once and then stays: it is
what some subscriber was built against.
"""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from shared.contracts.asyncapi import FILE, document
from shared.contracts.catalogue import BY_PRODUCER, BY_TYPE
from shared.contracts.published import FOLDER, SCHEMAS, golden_file, new_golden, schema_of


def as_written(content: object) -> str:
    return json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def main() -> None:
    for name, model in BY_TYPE.items():
        (SCHEMAS / f"{name}.json").write_text(as_written(schema_of(model)), encoding="utf-8")
    for producer, events in BY_PRODUCER.items():
        for model in events:
            if not (file := golden_file(model)).exists():
                file.write_text(new_golden(model, producer).model_dump_json(indent=1) + "\n", encoding="utf-8")
                print(f"new: {file.relative_to(FOLDER)}")
    FILE.write_text(as_written(document()), encoding="utf-8")
    print(f"{len(BY_TYPE)} schemas and {FILE.name} written")


if __name__ == "__main__":
    main()
