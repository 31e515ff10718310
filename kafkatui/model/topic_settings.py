"""What the settings file says of one topic."""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase

from msgspec import Struct


class TopicSettings(Struct, frozen=True):
    """A `[clusters.NAME.topics.TOPIC]`; empty for what is left out.

    Attributes:
        filter: the expression that its records are filtered by when they are shown.
        decode_key: name of the decoder of the keys, a schema's file with an absolute path; the others alike.
    """

    decode_key: str = ""
    decode_value: str = ""
    decode_headers: str = ""
    filter: str = ""


def default_filter(topics: Mapping[str, TopicSettings], name: str) -> str:
    """The filter of a topic by its name, else by the first `*` and `?` that fit; empty without one."""
    own = topics.get(name)
    if own is not None and own.filter:
        return own.filter
    return next((each.filter for glob, each in topics.items() if each.filter and fnmatchcase(name, glob)), "")
