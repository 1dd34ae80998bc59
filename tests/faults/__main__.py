"""`make faults`: every configuration, then each guard taken out once, and the page of the reference that tells of it.

`python -m tests.faults NAME…` makes only configurations with these words in their names, and writes no page.
"""

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from time import monotonic

from scripts import make_reference
from tests.faults.bed import NeverHappened
from tests.faults.configurations import CONFIGURATIONS, PLANTED
from tests.faults.guarded import Planted
from tests.faults.matrix import Matrix
from tests.faults.report import Caught, Made, Run, line, made
from tests.faults.trial import Configuration


def main() -> int:
    begun, words = monotonic(), sys.argv[1:]
    chosen = [one for one in CONFIGURATIONS if _is_meant(one.name, words)]
    planted = [one for one in PLANTED if _is_meant(one.configuration.name, words)]
    with tempfile.TemporaryDirectory(prefix="signpost-faults-") as folder:
        Path(folder).chmod(0o755)
        with Matrix(Path(folder)) as matrix:
            results, failures = _make(matrix, chosen)
            caught, blind = _take_out(matrix, planted)
            versions = matrix.versions()
    if not words:
        Run(results, caught, versions, (monotonic() - begun) / 60).keep()
        make_reference.main()
    for failure in (*failures, *blind):
        print(f"FAILED  {failure}")
    minutes = (monotonic() - begun) / 60
    print(f"{len(results)} configurations, {len(caught)} guards, {minutes:.1f} minutes, {len(failures) + len(blind)} failures")
    return 1 if failures or blind else 0


def _is_meant(name: str, words: Sequence[str]) -> bool:
    return not words or any(word in name for word in words)


def _make(matrix: Matrix, chosen: Sequence[Configuration]) -> tuple[list[Made], list[str]]:
    results, failures = [], []
    for configuration in chosen:
        try:
            result = made(matrix.run(configuration))
        except NeverHappened as never:
            failures.append(f"{configuration.name}: the fault was not made ({never})")
            continue
        results.append(result)
        print(line(result), flush=True)
        failures += [f"{configuration.name}: {finding}" for finding in result.findings]
    return results, failures


def _take_out(matrix: Matrix, planted: Sequence[Planted]) -> tuple[list[Caught], list[str]]:
    caught, blind = [], []
    for one in planted:
        findings = matrix.run(one.configuration).verdict.findings
        caught.append(Caught(one.guard, one.what, one.configuration.name, findings))
        print(f"without the guard “{one.guard}”: {'; '.join(findings) or 'NOTHING NOTICED'}", flush=True)
        if not findings:
            blind.append(f"{one.configuration.name}: nobody noticed that the guard “{one.guard}” was gone")
    return caught, blind


if __name__ == "__main__":
    sys.exit(main())
