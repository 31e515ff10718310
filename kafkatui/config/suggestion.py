"""The nearest valid name to one that was mistyped."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(name: str, valid_names: Iterable[str]) -> str | None:
    """The valid name most like `name`, or None when none is close."""
    lowered = {valid.lower(): valid for valid in valid_names}
    matches = get_close_matches(name.lower().replace("-", "_"), lowered, n=1, cutoff=0.6)
    return lowered[matches[0]] if matches else None


def did_you_mean(name: str, valid_names: Iterable[str]) -> str:
    """Advice for a name that does not exist: the nearest one, else all of them; empty when there are none."""
    names = sorted(valid_names)
    close = nearest(name, names)
    if close is not None:
        return f"Did you mean {close}?"
    return f"Valid: {', '.join(names)}." if names else ""
