"""Names and /expressions/ as a consumer group's members subscribe to them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kafkatui.insight.topic_selection import is_expression, means_internal
from kafkatui.model.errors import UsageError

_NOT_POSIX = re.compile(r"\\[dDwWsSbBAZ]|\(\?|[*+?}]\?")
"""What Python knows and POSIX's extended expressions, which librdkafka has, do not."""


def subscription_of(texts: Iterable[str]) -> tuple[str, ...]:
    """What to give librdkafka for them: what begins with ^ is an expression there, searched for in every name.

    Raises:
        UsageError: an expression has something that librdkafka does not know.
    """
    return tuple(_expression(text[1:-1]) if is_expression(text) else text for text in texts)


def finds_internal(texts: Iterable[str]) -> bool:
    """Whether one of them means internal topics."""
    return any(means_internal(text.lstrip("/")) for text in texts)


def _expression(pattern: str) -> str:
    pattern = pattern.replace("(?:", "(")
    strange = _NOT_POSIX.search(pattern)
    if strange is not None:
        raise UsageError(
            f"A group's subscription cannot have {strange[0]}, as /{pattern}/ has.",
            "It knows [0-9] . * + ? {1,3} (a|b).",
        )
    return pattern if pattern.startswith("^") and "|" not in pattern else f"^.*({pattern})"
