"""Writes the catalogue into the package."""

from __future__ import annotations

from pathlib import Path

import kafkatui.insight
from tools.catalogue.generate import all_defined, merged, written

TARGET = Path(kafkatui.insight.__path__[0]) / "catalogue.json"


def main() -> None:
    """Make it, and say how large it is."""
    text = written(merged(all_defined()))
    TARGET.write_text(text)
    print(f"{TARGET}: {len(text):,} characters")


if __name__ == "__main__":
    main()
