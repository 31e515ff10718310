"""What is shown when the terminal is too small to show anything else."""

from __future__ import annotations

from textual.geometry import Size
from textual.widgets import Static

LEAST = Size(60, 20)


class TooSmall(Static):
    """Covers the screen below 60×20 and says so, instead of a broken layout."""

    DEFAULT_CSS = """
    TooSmall { layer: cover; width: 100%; height: 100%; background: $background; display: none;
               content-align: center middle; text-align: center; }
    """

    def judge(self, size: Size) -> None:
        """Show or hide for a terminal of `size`."""
        self.display = size.width < LEAST.width or size.height < LEAST.height
        if self.display:
            self.update(f"This terminal is {size.width}×{size.height}.\nkafkatui needs {LEAST.width}×{LEAST.height}.")
