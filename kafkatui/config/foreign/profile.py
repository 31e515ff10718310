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
    """The profile of what was read; properties without a value are none."""
    entry: dict[str, Any] = {}
    if servers:
        entry["bootstrap_servers"] = servers
    if kept := {key: value for key, value in kafka.items() if value != ""}:
        entry["kafka"] = kept
    if timeouts:
        entry["timeouts"] = dict(timeouts)
    return ForeignProfile(name, entry, tuple(remarks))


def without_references(profile: ForeignProfile) -> ForeignProfile:
    """The profile without values that would read or run something when it is opened, but for variables; each is said.

    `${command:…}` of a file that somebody sent would run it, `${file:…}` and `${keyring:…}` would send what they refer
    to to a server of that file's choice; in Kafka's own files they mean something else.
    """
    remarks = list(profile.remarks)
    entry = _kept(profile.entry, "", remarks)
    return ForeignProfile(profile.name, entry, tuple(remarks))


def _kept(value: Any, where: str, remarks: list[str]) -> Any:
    """A value of the profile, its parts that refer to something left out; None when it is one itself."""
    if isinstance(value, Mapping):
        parts = {key: _kept(each, key if where in ("", "kafka") else f"{where}.{key}", remarks)
                 for key, each in value.items()}  # fmt: skip
        return {key: each for key, each in parts.items() if each is not None}
    if isinstance(value, list):
        return [each for each in (_kept(part, where, remarks) for part in value) if each is not None]
    if isinstance(value, str) and _NOT_OURS.search(value):
        remarks.append(f"{where} is left out: it refers to something (${{…}}) that is not read for a file's sake.")
        return None
    return value
