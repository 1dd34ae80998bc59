"""Write the JSON Schema of every event, and a golden example of each new one: `.venv/bin/python scripts/make_contracts.py`.

Schemas are written anew. An example is written once and then stays: it is what some subscriber was built against.
"""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from shared.contracts.catalogue import BY_TYPE
from tests.contracts.examples import example

CONTRACTS = Path(__file__).parents[1] / "shared" / "contracts"


def main() -> None:
    for name, model in BY_TYPE.items():
        schema = CONTRACTS / "schemas" / f"{name}.json"
        schema.parent.mkdir(exist_ok=True)
        schema.write_text(json.dumps(model.model_json_schema(), indent=1, sort_keys=True) + "\n", encoding="utf-8")
        golden = CONTRACTS / "examples" / f"{name}.json"
        golden.parent.mkdir(exist_ok=True)
        if not golden.exists():
            golden.write_text(example(model).model_dump_json(indent=1) + "\n", encoding="utf-8")
            print(f"new: {golden.relative_to(CONTRACTS)}")
    print(f"{len(BY_TYPE)} schemas written")


if __name__ == "__main__":
    main()
