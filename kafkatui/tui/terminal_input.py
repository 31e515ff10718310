"""Bytes from a terminal as Textual's messages, whatever the bytes are."""

from __future__ import annotations

import codecs
import logging
import re
from collections.abc import Callable, Iterable, Iterator

from textual._xterm_parser import XTermParser
from textual.message import Message

_log = logging.getLogger(__name__)

_BEFORE_ESCAPE = re.compile(r"(?=\x1b)")
_OLD_REPORT = b"\x1b[M"
_REPORT_BYTES = 3
_STANDING_FOR = ord("!")


class OldMouseReports:
    """Makes old mouse reports readable: `ESC [ M` and three bytes, which right of column 95 are no text.

    A terminal falls back to them when another program, a tmux re-attach or an ssh reconnect took the newer mode away.
    Textual's parser leaves such a report out as soon as its three bytes are three characters.
    """

    def __init__(self) -> None:
        self._matched = 0
        self._left = 0

    def take(self, data: bytes) -> tuple[bytes, int]:
        """The data with such bytes replaced, and how many reports began in it; a report may be cut at any byte."""
        if not self._left and not self._matched and b"\x1b" not in data:
            return data, 0
        out, count = bytearray(data), 0
        for position, byte in enumerate(data):
            if self._left:
                self._left -= 1
                if byte > 0x7F:
                    out[position] = _STANDING_FOR
            elif byte == _OLD_REPORT[self._matched]:
                self._matched += 1
                if self._matched == len(_OLD_REPORT):
                    self._matched, self._left, count = 0, _REPORT_BYTES, count + 1
            else:
                self._matched = 1 if byte == _OLD_REPORT[0] else 0
        return bytes(out), count


class TerminalInput:
    """Decodes and parses; no input ends it.

    Args:
        on_old_mouse_report: called when the terminal sends mouse reports that cannot be used.
    """

    def __init__(self, on_old_mouse_report: Callable[[], None]) -> None:
        self._on_old_mouse_report = on_old_mouse_report
        self._reports = OldMouseReports()
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._parser = XTermParser()

    def feed(self, data: bytes) -> Iterator[Message]:
        """The keys, pastes, mouse events and reports in these bytes and those kept from before."""
        data, old_reports = self._reports.take(data)
        if old_reports:
            self._on_old_mouse_report()
        for text in _BEFORE_ESCAPE.split(self._decoder.decode(data)):
            # Piece by piece, so that a sequence the parser fails at takes no other along; "" would be its end.
            if text:
                yield from self._parsed(self._parser.feed(text))

    def tick(self) -> Iterator[Message]:
        """What a pause settles: an Escape that begins no sequence."""
        yield from self._parsed(self._parser.tick())

    def _parsed(self, messages: Iterable[Message]) -> Iterator[Message]:
        try:
            yield from messages
        except Exception as error:  # the bytes are not ours; the library raises on chr() of a huge number, int("1:2") …
            _log.warning("The terminal sent a sequence that Textual's parser fails at: %s", type(error).__name__)
            self._begin_again()

    def _begin_again(self) -> None:
        before, self._parser = self._parser, XTermParser()
        self._parser.mouse_pixels = before.mouse_pixels
        self._parser.terminal_size = before.terminal_size
        self._parser.terminal_pixel_size = before.terminal_pixel_size
