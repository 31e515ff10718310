"""What the user's own words for `:` stand for, and why some stand for nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from difflib import get_close_matches

from kafkatui.model.kinds import KINDS
from kafkatui.view.goto import CLUSTER_WORD, Alias, place_typed

_PAGES = {word.word for row in KINDS.values() if not row.has_name for word in row.words}
_OBJECTS = {word.word for row in KINDS.values() if row.has_name for word in row.words}
BUILT_IN = frozenset({*_PAGES, *_OBJECTS, CLUSTER_WORD})
"""The words that `:` knows by itself."""


def checked_aliases(written: Mapping[str, str], commands: Mapping[str, str]) -> tuple[dict[str, Alias], list[str]]:
    """The aliases that stand for something, and what is wrong with the others, a sentence each.

    Args:
        written: what each word stands for; its first word may be an alias itself.
        commands: ids of commands by what they may be called.
    """
    aliases: dict[str, Alias] = {}
    problems = []
    for word, target in written.items():
        if word in BUILT_IN or word in commands:
            problems.append(f"aliases: {word} means something already; choose another word.")
            continue
        text, circle = _followed(word, written)
        if circle:
            problems.append(f"aliases: {circle} lead in a circle.")
        elif text in commands:
            aliases[word] = Alias(word, target, commands[text])
        elif _is_place(text):
            aliases[word] = Alias(word, text)
        else:
            problems.append(f"aliases: {word}: “{text}” is no place and no command.{_advice(text, commands)}")
    return aliases, problems


def _followed(word: str, written: Mapping[str, str]) -> tuple[str, str]:
    """What a word stands for once aliases in it are followed, and the circle that they lead in, if they do."""
    seen, text = [word], written[word]
    while True:
        first, blank, rest = text.partition(" ")
        if first in BUILT_IN or first not in written:
            return text, ""
        seen.append(first)
        if first in seen[:-1]:
            return text, " → ".join(seen)
        text = f"{written[first]}{blank}{rest}"


def _is_place(text: str) -> bool:
    word, _, rest = text.partition(" ")
    return text in _OBJECTS or (word == CLUSTER_WORD and bool(rest)) or place_typed(text, "") is not None


def _advice(text: str, commands: Collection[str]) -> str:
    word, _, rest = text.partition(" ")
    near = get_close_matches(text, [*BUILT_IN, *commands], n=1) or get_close_matches(word, BUILT_IN, n=1)
    if not near:
        return " Write topic NAME, group NAME, a page or a command's id."
    return f" Did you mean {f'{near[0]} {rest}'.rstrip() if near[0] in _OBJECTS else near[0]}?"
