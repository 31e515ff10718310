"""Runs of text in one tone: what everything shown is made of."""

from __future__ import annotations

from enum import Enum


class Tone(Enum):
    """What a piece of text is, for the theme to colour. Never the only carrier of a meaning."""

    PLAIN = "plain"
    BRIGHT = "bright"
    DIM = "dim"
    STRUCK = "struck"
    KAFKA = "kafka"
    ZOOKEEPER = "zookeeper"
    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"
    KEY = "key"
    STRING = "string"
    NUMBER = "number"


Span = tuple[str, Tone]
"""A run of text in one tone."""
