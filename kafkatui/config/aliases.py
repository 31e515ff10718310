"""Words of one's own for the `:` line: [aliases] and [clusters.NAME.aliases]."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from kafkatui.model.errors import ConfigError

_WORD = re.compile(r"[^\s/]+")
_HOW = 'Write it like lag = "group payments".'


def alias_words(written: Any, source: Callable[..., str]) -> dict[str, str]:
    """What each word stands for; whether there is such a place or command whoever uses it says.

    Args:
        written: the table.
        source: where a name in it stands, for messages.

    Raises:
        ConfigError: it is no table, or a word of it no word or no text.
    """
    if not isinstance(written, dict):
        raise ConfigError(f"{source()}: aliases is a table.", _HOW)
    for word, target in written.items():
        if not _WORD.fullmatch(word):
            raise ConfigError(f"{source(word)}: “{word}” is no word: no blanks and no slash.", _HOW)
        if not isinstance(target, str) or not target.strip():
            raise ConfigError(f"{source(word)}: {word} is a text.", _HOW)
    return {word: " ".join(target.split()) for word, target in written.items()}
