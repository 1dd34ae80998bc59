"""Builds services/portal/static from services/portal/assets and the front-end packages.

Everything in static/ is made here and may be deleted at any time: portal.css from portal.scss, the other
files of assets/ as they are, and of each package the files that pages load, with its licence beside them.
"""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ASSETS = ROOT / "services/portal/assets"
STATIC = ROOT / "services/portal/static"
PACKAGES = ROOT / "node_modules"

VENDORED = {
    "govuk-frontend/dist/govuk/govuk-frontend.min.js": "vendor/govuk-frontend/govuk-frontend.min.js",
    "leaflet/dist/leaflet.js": "vendor/leaflet/leaflet.js",
    "leaflet/dist/leaflet.css": "vendor/leaflet/leaflet.css",
    "leaflet/dist/images": "vendor/leaflet/images",
    "leaflet/LICENSE": "vendor/leaflet/LICENSE",
    "leaflet.markercluster/dist/leaflet.markercluster.js": "vendor/markercluster/leaflet.markercluster.js",
    "leaflet.markercluster/dist/MarkerCluster.css": "vendor/markercluster/MarkerCluster.css",
    "leaflet.markercluster/dist/MarkerCluster.Default.css": "vendor/markercluster/MarkerCluster.Default.css",
    "leaflet.markercluster/MIT-LICENCE.txt": "vendor/markercluster/MIT-LICENCE.txt",
}
"""What is copied, from below node_modules to below static. govuk-frontend's images are its brand: not copied."""


def compile_stylesheet(into: Path) -> None:
    """Raises CalledProcessError when sass refuses; what is wrong and where has then been printed by sass."""
    sass = ["node", str(PACKAGES / "sass/sass.js"), "--style=compressed", "--no-source-map", "--quiet-deps"]
    subprocess.run([*sass, f"--load-path={PACKAGES}", ASSETS / "portal.scss", into / "portal.css"], check=True)


def copy_own_files(into: Path) -> None:
    shutil.copytree(ASSETS, into, ignore=shutil.ignore_patterns("*.scss"), dirs_exist_ok=True)


def copy_packages(into: Path) -> None:
    for source, target in VENDORED.items():
        (into / target).parent.mkdir(parents=True, exist_ok=True)
        copy = shutil.copytree if (PACKAGES / source).is_dir() else shutil.copyfile
        copy(PACKAGES / source, into / target)


def build() -> None:
    """Builds beside static/ and swaps at the end, so that a failed build leaves the last good one in place."""
    fresh = STATIC.with_name("static.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir()
    compile_stylesheet(fresh)
    copy_own_files(fresh)
    copy_packages(fresh)
    shutil.rmtree(STATIC, ignore_errors=True)
    fresh.rename(STATIC)


if __name__ == "__main__":
    try:
        build()
    except subprocess.CalledProcessError:
        sys.exit("The stylesheet could not be compiled; sass says why above.")
    except FileNotFoundError as missing:
        sys.exit(f"Not found: {missing.filename}. Remove node_modules and run make set-up to fetch the front-end packages again.")
