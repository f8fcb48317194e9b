"""Where the files that belong to the code lie."""

from pathlib import Path

ROOT = Path(__file__).parent.parent
LOCALES = ROOT / "locales"
