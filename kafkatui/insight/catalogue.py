"""What Kafka's jars define of properties: types, defaults, valid values, sentences; `make catalogue` makes the file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import Enum
from functools import cache
from importlib import resources
from typing import Any

from msgspec import Struct


class Scope(Enum):
    """When and for whom a broker's property can be changed; "" where that is no question."""

    NONE = ""
    RESTART = "restart"
    BROKER = "broker"
    CLUSTER = "cluster"


class Definition(Struct, frozen=True):
    """A property as a version of Kafka defines it.

    Attributes:
        data_type: "int", "list", "password" …
        default: None where there is none, or null.
        valid: what a value has to be, as Kafka writes it: "[1,...]", "[compact, delete]"; empty for anything.
        importance: "high", "medium" or "low".
        documentation: Kafka's own words.
        release: the line of Kafka they are of: "3.9".
    """

    name: str
    data_type: str
    default: str | None
    valid: str
    importance: str
    scope: Scope
    documentation: str
    release: str


def definition(kind: str, name: str, generation: str = "") -> Definition | None:
    """What is known of a property; None when no Kafka that was looked at defines it.

    Args:
        kind: "broker", "topic" or "group".
        generation: of the brokers: "3.9"; the newest release up to there is taken that has it, else the oldest.
            Empty: the newest that has it.
    """
    catalogue = _catalogue()
    releases: list[str] = catalogue["releases"]
    versions = {number: version for version in catalogue[kind].get(name, ()) for number in version[0]}
    if not versions:
        return None
    wanted = _numbers(generation) if generation else None
    known = [number for number in versions if wanted is None or _numbers(releases[number]) <= wanted]
    number = max(known) if known else min(versions)
    _, data_type, default, valid, importance, scope, text = versions[number]
    return Definition(
        name, data_type, default, valid, importance, Scope(scope), catalogue["texts"][text], releases[number]
    )


def names(kind: str) -> frozenset[str]:
    """Every property of that kind that some Kafka defines."""
    return frozenset(_catalogue()[kind])


@cache
def _catalogue() -> Mapping[str, Any]:
    text = resources.files(__package__).joinpath("catalogue.json").read_text(encoding="utf-8")
    found: Mapping[str, Any] = json.loads(text)
    return found


def _numbers(line: str) -> tuple[int, ...]:
    return tuple(int(part) for part in line.split(".") if part.isdecimal())
