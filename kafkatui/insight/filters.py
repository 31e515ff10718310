"""The one filter grammar of every list: `text`, `!text`, `/regex/`, `~fuzzy`, `"two words"`, side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct

from kafkatui.model.errors import UsageError

_CLOSING_SLASH = re.compile(r"(?<!\\)/(?=\s|$)")
"""A slash ends an expression only before a space or the end, so that paths stay whole."""

_CLOSING_SLASH_WITHIN = re.compile(r"(?<!\\)/(?=[\s)]|$)")
"""Within parentheses also before the one that closes them."""


Range = tuple[int, int]
"""Where a match begins in a text and where it has ended."""


class Term(Struct, frozen=True):
    """One condition of a filter: a lower-case substring or a pattern, possibly negated.

    Attributes:
        letters: what was typed after `~`, when that is what the pattern was made of.
    """

    needle: str = ""
    pattern: re.Pattern[str] | None = None
    is_negated: bool = False
    letters: str = ""

    def accepts(self, text: str, lowered: str) -> bool:
        """Whether the condition holds for `text`, given also in lower case."""
        found = self.needle in lowered if self.pattern is None else self.pattern.search(text) is not None
        return found is not self.is_negated

    def ranges(self, text: str) -> Iterator[Range]:
        """Every place in `text` where the substring or the expression is found, or each letter of a fuzzy term."""
        if self.is_negated:
            return
        if self.letters:
            match = _each_letter(self.letters).search(text)
            yield from map(match.span, range(1, len(self.letters) + 1)) if match is not None else ()
        elif self.pattern is not None:
            yield from (match.span() for match in self.pattern.finditer(text) if match.end() > match.start())
        else:
            yield from _occurrences(self.needle, text)


class Filter(Struct, frozen=True):
    """A compiled filter; all its terms must hold. Without terms it matches everything.

    Attributes:
        text: what was typed.
    """

    text: str = ""
    terms: tuple[Term, ...] = ()

    @property
    def is_empty(self) -> bool:
        """True when it matches everything."""
        return not self.terms

    def matches(self, text: str) -> bool:
        """Whether `text` passes, whatever its case."""
        lowered = text.lower()
        for term in self.terms:  # noqa: SIM110 as all() of a generator takes twice as long, for every row of a list
            if not term.accepts(text, lowered):
                return False
        return True

    def find(self, text: str) -> list[Range]:
        """Where the terms are found in `text`, in order and without overlaps; nowhere when it does not pass."""
        return self.find_parts(text) if self.matches(text) else []

    def find_parts(self, text: str) -> list[Range]:
        """The same for a part of a text that has passed: a term found elsewhere in it is not missed here."""
        merged: list[Range] = []
        for start, end in sorted(each for term in self.terms for each in term.ranges(text)):
            if merged and start <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            else:
                merged.append((start, end))
        return merged

    def matches_lower(self, lowered: str) -> bool:
        """The same for text that is already in lower case, for lists that keep it."""
        return all(term.accepts(lowered, lowered) for term in self.terms)


MATCH_ALL = Filter()


@lru_cache(maxsize=64)
def compile_filter(text: str) -> Filter:
    """Compile what was typed after `/`.

    Args:
        text: terms separated by spaces, all of which must hold: `text` (substring, any case), `"two words"`,
            `/regex/` (Python's `re`, any case; the closing slash may still be missing), `~fuzzy` (these letters in
            this order), each negated by a leading `!`. A term without content (`!`, `~`, `/`) holds for everything.

    Raises:
        UsageError: an expression does not compile; says where.
    """
    terms = []
    position = 0
    while position < len(text):
        if text[position].isspace():
            position += 1
            continue
        term, position = read_term(text, position)
        if term is not None:
            terms.append(term)
    return Filter(text, tuple(terms))


def read_term(text: str, position: int, stop: str = "") -> tuple[Term | None, int]:
    """The term that starts at `position` (None when it has no content) and where the next one may start.

    Args:
        stop: a character that ends a word as a space does.

    Raises:
        UsageError: an expression does not compile.
    """
    is_negated = text[position] == "!"
    if is_negated:
        position += 1
    first = text[position : position + 1]
    if first == "/":
        end, after = _regex_end(text, position + 1, stop)
        source = text[position + 1 : end]
        return (Term(pattern=_compile(source, position + 1), is_negated=is_negated) if source else None), after
    if first == '"':
        end = text.find('"', position + 1)
        end = len(text) if end < 0 else end
        content = text[position + 1 : end]
        return (Term(content.lower(), is_negated=is_negated) if content else None), end + 1
    end = _word_end(text, position, stop)
    if first == "~":
        letters = text[position + 1 : end]
        term = Term(pattern=_subsequence(letters), is_negated=is_negated, letters=letters) if letters else None
        return term, end
    content = text[position:end]
    return (Term(content.lower(), is_negated=is_negated) if content else None), end


def _word_end(text: str, position: int, stop: str = "") -> int:
    while position < len(text) and not text[position].isspace() and text[position] != stop:
        position += 1
    return position


def _regex_end(text: str, start: int, stop: str = "") -> tuple[int, int]:
    """Where the expression that starts at `start` ends, and where the text after it starts."""
    closing = (_CLOSING_SLASH_WITHIN if stop else _CLOSING_SLASH).search(text, start)
    if closing is not None:
        return closing.start(), closing.end()
    end = _word_end(text, start)
    return end, end


def _compile(source: str, offset: int) -> re.Pattern[str]:
    try:
        return re.compile(source, re.IGNORECASE)
    except re.error as error:
        where = "" if error.pos is None else f" at character {offset + error.pos + 1}"
        raise UsageError(f"The regular expression /{source}/ does not compile: {error.msg}{where}.") from error


def _subsequence(letters: str) -> re.Pattern[str]:
    """Letters in order with anything between: each gap excludes its next letter, so that matching stays linear."""
    parts = [re.escape(letters[0])]
    parts += [f"[^{re.escape(letter)}]*{re.escape(letter)}" for letter in letters[1:]]
    return re.compile("".join(parts), re.IGNORECASE | re.DOTALL)


@lru_cache(maxsize=64)
def _each_letter(letters: str) -> re.Pattern[str]:
    """`_subsequence` with a group around each letter: slower, so only for finding where they are."""
    parts = [f"({re.escape(letters[0])})"]
    parts += [f"[^{re.escape(letter)}]*({re.escape(letter)})" for letter in letters[1:]]
    return re.compile("".join(parts), re.IGNORECASE | re.DOTALL)


def _occurrences(needle: str, text: str) -> Iterator[Range]:
    """Where a lower-case needle is in a text of any case."""
    lowered = text.lower()
    # Lower case may be longer ("İ" becomes two characters): then each of its characters is told whose it is.
    owners = None
    if len(lowered) != len(text):
        owners = [index for index, each in enumerate(text) for _ in each.lower()]
    start = lowered.find(needle)
    while start >= 0:
        end = start + len(needle)
        yield (start, end) if owners is None else (owners[start], owners[end - 1] + 1)
        start = lowered.find(needle, end)
