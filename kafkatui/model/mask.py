"""Which parts of records the settings file hides, on every screen and in whatever is copied, written and printed."""

from __future__ import annotations

import re
from enum import Enum
from fnmatch import fnmatchcase

from msgspec import Struct

STARS = "****"
ANY = "*"
ANY_DEPTH = "**"
TYPE = "masked"
"""What the type of something hidden ends with."""

REASON = "masked by the settings"
FORMS = "key, value, header.NAME, or a field of either: value.email, key.id, value.*.card, value.**.card"

_KEEPS_LAST = 4
_LEAST_FOR_LAST = 8
_SEGMENT = re.compile(r'"([^"]+)"|([^."\[\]\s][^."\[\]]*)')


class MaskWith(Enum):
    """STARS hide everything; HASH gives equal texts for equal values, as long as kafkatui runs; LAST4 keeps the last
    four characters of those of eight and more."""

    STARS = STARS
    HASH = "hash"
    LAST4 = "last4"


class Mask(Struct, frozen=True):
    """What is hidden of one part of a record.

    Attributes:
        path: names from the outside in, in lower case: `*` for any one, `**` for any number of them; empty for all of
            the part. Lists are gone through without being named.
    """

    path: tuple[str, ...]
    how: MaskWith


class MaskRule(Struct, frozen=True):
    """A rule of the settings file.

    Attributes:
        topic: a name, or a pattern with `*`, `?` and `[…]`.
        part: "key", "value" or "header".
        header: of a header the name, or a pattern; compared in any case.
        field: as it was written.
    """

    topic: str
    part: str
    header: str
    mask: Mask
    field: str

    def is_of(self, topic: str) -> bool:
        """Whether it holds for a topic."""
        return self.topic == topic or fnmatchcase(topic, self.topic)

    def hides_header(self, name: str) -> bool:
        """Whether it holds for a header."""
        return self.part == "header" and fnmatchcase(name.lower(), self.header.lower())


def mask_rule(topic: str, field: str, how: str) -> MaskRule:
    """A rule as it is written.

    Raises:
        ValueError: the field or the way is none; says what there is.
    """
    try:
        way = MaskWith(how)
    except ValueError:
        raise ValueError(f"with is one of {', '.join(each.value for each in MaskWith)}, not {how}.") from None
    part, _, rest = field.strip().partition(".")
    if not topic.strip():
        raise ValueError("topic is empty: it is a name or a pattern such as users*.")
    if part == "header" and rest:
        return MaskRule(topic, part, rest, Mask((), way), field)
    path = _path(rest)
    if part not in ("key", "value") or path is None or (field.strip() != part and not path):
        raise ValueError(f"{field} is no field: it is {FORMS}.")
    return MaskRule(topic, part, "", Mask(path, way), field)


def masked_text(text: str, how: MaskWith, digest: str) -> str:
    """What is shown in place of a text.

    Args:
        digest: of what is hidden; shown for HASH.
    """
    if how is MaskWith.HASH:
        return digest
    if how is MaskWith.LAST4 and len(text) >= _LEAST_FOR_LAST:
        return STARS + text[-_KEEPS_LAST:]
    return STARS


def _path(text: str) -> tuple[str, ...] | None:
    """The names of a path; None when it is none."""
    names, at = [], 0
    while at < len(text):
        if at and text[at] != ".":
            return None
        found = _SEGMENT.match(text, at + bool(at))
        if found is None:
            return None
        names.append((found.group(1) or found.group(2)).lower())
        at = found.end()
    return None if names and names[-1] == ANY_DEPTH else tuple(names)
