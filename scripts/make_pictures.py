"""Take the pictures of docs/pictures: `.venv/bin/python scripts/make_pictures.py`, in a checkout where `make set-up` was run.

They are of `signpost run --demo` on a folder made for it and thrown away, so they show what a first start shows.
"""

import os
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from playwright.sync_api import Browser, sync_playwright

from benchmarks.servers import signpost

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "pictures"
PICTURES = {
    "search.png": ("/classes?q=evening+class+for+women+near+LS8", 1180, 820),
    "map.png": ("/classes?view=map", 1180, 820),
}
"""File → (path, width and height in pixels)."""
LARGEST_BYTES = 200_000


def picture(browser: Browser, address: str, name: str) -> None:
    """Raises SystemExit when it comes out too large to keep in the repository."""
    path, width, height = PICTURES[name]
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme="light", reduced_motion="reduce")
    page.goto(address + path, wait_until="networkidle")
    page.screenshot(path=FOLDER / name)
    size = (FOLDER / name).stat().st_size
    if size >= LARGEST_BYTES:
        raise SystemExit(f"{name} has {size:,} bytes; take a smaller part of the page.")
    print(f"{name}: {size:,} bytes")


def main() -> None:
    executable = os.environ.get("SIGNPOST_BROWSER") or shutil.which("chromium") or shutil.which("chromium-browser")
    if executable is None:
        raise SystemExit("No Chromium found. To get it: apt-get install chromium, or name one in SIGNPOST_BROWSER.")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as data, signpost(Path(data)) as client, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox", "--disable-gpu"])
        for name in PICTURES:
            picture(browser, str(client.base_url).rstrip("/"), name)
        browser.close()


if __name__ == "__main__":
    main()
