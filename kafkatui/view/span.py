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
    RED = "colour-red"
    ORANGE = "colour-orange"
    YELLOW = "colour-yellow"
    GREEN = "colour-green"
    TEAL = "colour-teal"
    BLUE = "colour-blue"
    PURPLE = "colour-purple"
    PINK = "colour-pink"
    GREY = "colour-grey"


COLOUR_PREFIX = "colour-"
"""Before the name of a cluster's colour, in the tone that shows it."""


def name_span(name: str, colour: str, otherwise: Tone) -> Span:
    """A cluster's name, set off by its colour where it has one."""
    return (f" {name} ", Tone(f"{COLOUR_PREFIX}{colour}")) if colour else (name, otherwise)


Span = tuple[str, Tone]
"""A run of text in one tone."""
