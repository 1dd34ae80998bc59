"""The files of this checkout that people write: what the tests of this folder read."""

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MADE_ANYWHERE = {".git", ".venv", "node_modules", "__pycache__", ".hypothesis"}
MADE_HERE = {ROOT / "data", ROOT / "build", ROOT / "services/portal/static", ROOT / "services/portal/static.new"}


def files(pattern: str = "*") -> Iterator[Path]:
    """Every file below the checkout whose name matches, tracked or not yet: without git, so that any copy can be read."""
    yield from _below(ROOT, pattern)


def _below(folder: Path, pattern: str) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.is_dir() and not _is_made(path):
            yield from _below(path, pattern)
        elif path.is_file() and path.match(pattern):
            yield path


def _is_made(folder: Path) -> bool:
    return folder.name in MADE_ANYWHERE or folder.name.endswith(("_cache", ".egg-info")) or folder in MADE_HERE


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
