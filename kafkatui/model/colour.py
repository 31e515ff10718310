"""The colours that a cluster may have, so that one is told from another at a glance."""

from __future__ import annotations

COLOURS = ("red", "orange", "yellow", "green", "teal", "blue", "purple", "pink", "grey")
"""Names, each of a tone of its own: readable in light and dark themes alike."""
