"""Whose files are read."""

from __future__ import annotations

from enum import Enum


class ForeignFormat(Enum):
    """Whose file it is."""

    JAVA = "java"
    KCAT = "kcat"
    KAF = "kaf"
    KAFKALYTIC = "kafkalytic"
    OURS = "kafkatui"
