"""What comes from a cluster never steers the terminal: everything invisible or commanding becomes a visible symbol."""

from __future__ import annotations

import re
from collections.abc import Iterator

_RANGES = (
    # C0, DEL and C1: ESC starts terminal commands, and so does the C1 CSI (U+009B) on many terminals.
    (0x0000, 0x001F),
    (0x007F, 0x009F),
    # Category Cf: soft hyphen, bidirectional and zero-width controls, invisible operators, interlinear annotation.
    (0x00AD, 0x00AD),
    (0x0600, 0x0605),
    (0x061C, 0x061C),
    (0x06DD, 0x06DD),
    (0x070F, 0x070F),
    (0x0890, 0x0891),
    (0x08E2, 0x08E2),
    (0x180B, 0x180F),
    (0x200B, 0x200F),
    (0x2028, 0x202E),
    (0x2060, 0x206F),
    (0xFEFF, 0xFEFF),
    (0xFFF0, 0xFFFB),
    (0x110BD, 0x110BD),
    (0x110CD, 0x110CD),
    (0x13430, 0x1343F),
    (0x1BCA0, 0x1BCA3),
    (0x1D173, 0x1D17A),
    (0xE0000, 0xE0FFF),
    # Letters and marks that draw nothing: Hangul fillers, the grapheme joiner, Khmer inherent vowels, and variation
    # selectors, whose width no two terminals agree about.
    (0x034F, 0x034F),
    (0x115F, 0x1160),
    (0x17B4, 0x17B5),
    (0x3164, 0x3164),
    (0xFFA0, 0xFFA0),
    (0xFE00, 0xFE0F),
    # Lone surrogates cannot be written to a terminal at all; noncharacters are no text.
    (0xD800, 0xDFFF),
    (0xFDD0, 0xFDEF),
    *((plane << 16 | 0xFFFE, plane << 16 | 0xFFFF) for plane in range(17)),
)

_CLASS = "".join(f"{re.escape(chr(first))}-{re.escape(chr(last))}" for first, last in _RANGES)
_UNSAFE = re.compile(f"[{_CLASS}]")
_UNSAFE_RUN = re.compile(f"[{_CLASS}]+")
_UNSAFE_BUT_NEWLINE = re.compile(f"(?!\n)[{_CLASS}]")


def sanitise(text: str, *, keep_newlines: bool = False) -> str:
    """`text` with every control and invisible character replaced by something visible.

    C0 becomes its control picture (ESC is ␛, a newline ␊), DEL ␡, everything else its code point (‹U+202E›). The
    result is one line unless `keep_newlines`, which keeps "\\n" and nothing else.
    """
    if text.isascii() and text.isprintable():
        return text
    return (_UNSAFE_BUT_NEWLINE if keep_newlines else _UNSAFE).sub(_symbol, text)


def with_symbols(text: str) -> Iterator[tuple[str, bool]]:
    """`sanitise(text)` in pieces, each with whether it stands for what cannot be shown, and is not the text's own."""
    if text.isascii() and text.isprintable():
        yield text, False
        return
    position = 0
    for match in _UNSAFE_RUN.finditer(text):
        if position < match.start():
            yield text[position : match.start()], False
        yield _UNSAFE.sub(_symbol, match.group()), True
        position = match.end()
    if position < len(text):
        yield text[position:], False


def _symbol(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"‹U+{code:04X}›"
