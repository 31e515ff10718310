"""A profile that another program wrote, as one of ours."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_NOT_OURS = re.compile(r"\$\{(?!env:[^:}]*\})\w+:[^}]*\}")


@dataclass(frozen=True, slots=True)
class ForeignProfile:
    """One cluster of a file.

    Attributes:
        name: what it is called there; empty where it has no name.
        entry: as a [clusters.NAME], secrets in clear among its properties: to be put elsewhere before it is written.
        remarks: what was not taken over and why, or what has to be done first; a sentence each, without secrets.
    """

    name: str
    entry: Mapping[str, Any] = field(repr=False)
    remarks: tuple[str, ...] = ()


def foreign_profile(
    name: str, servers: str, kafka: Mapping[str, str], remarks: list[str], timeouts: Mapping[str, float] | None = None
) -> ForeignProfile:
    """The profile of what was read; a value that would mean something else here is left out, and said.

    `${file:…}` is a path and a key in Kafka's files, and `${command:…}` of a file that somebody sent would run it.
    """
    kept: dict[str, str] = {}
    for key, value in kafka.items():
        if _NOT_OURS.search(value):
            remarks.append(f"{key} is left out: it refers to something (${{…}}) that kafkatui reads in another way.")
        elif value != "":
            kept[key] = value
    entry: dict[str, Any] = {}
    if servers:
        entry["bootstrap_servers"] = servers
    if kept:
        entry["kafka"] = kept
    if timeouts:
        entry["timeouts"] = dict(timeouts)
    return ForeignProfile(name, entry, tuple(remarks))
