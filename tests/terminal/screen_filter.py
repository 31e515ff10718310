"""What a terminal does with the sequences that pyte does not know: remembers modes, answers questions, holds frames."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

_SEQUENCE = re.compile(
    r"\x1b\[\?(?P<modes>[\d;]+)(?P<switch>[hl])"  # DECSET, DECRST
    r"|\x1b\[\?(?P<asked>\d+)\$p"  # DECRQM
    r"|\x1b\[(?P<keyboard>[<>])\d*(?:;\d+)*u"  # kitty's keyboard protocol: pop, push
    r"|(?P<unknown>\x1b\[[<=>?][0-9;:]*[ -/]*[@-~]|\x1b[P_^X][^\x1b]*\x1b\\)"
)
_UNFINISHED = re.compile(r"\x1b(?:\[[0-?]*[ -/]*|[P_^X\]][^\x1b\x07]*\x1b?)?\Z")
_BEGIN_FRAME, _END_FRAME = "\x1b[?2026h", "\x1b[?2026l"

ALTERNATE_SCREEN = 1049
CURSOR_SHOWN = 25
SYNCHRONISED_OUTPUT = 2026
MOUSE_MODES = frozenset({1000, 1002, 1003, 1006, 1015, 1016})
REPORT_MODES = frozenset({1004, 2004, 2048, SYNCHRONISED_OUTPUT})
_KNOWN_TO_PYTE = frozenset({3, 5, 6, 7, CURSOR_SHOWN})


class ScreenFilter:
    """Splits a program's output into text for pyte and changes of the terminal's modes.

    Args:
        answer: sends bytes back to the program, as a terminal's reports are.
        clear: called when the alternate screen is entered or left, which pyte does not know.
    """

    def __init__(self, answer: Callable[[bytes], None], clear: Callable[[], None]) -> None:
        self._answer = answer
        self._clear = clear
        self._held = ""
        self.modes: set[int] = {CURSOR_SHOWN}
        self.keyboard_depth = 0

    def split(self, text: str) -> Iterator[str]:
        """Yields what pyte is to be fed; only whole sequences, and of synchronised output only whole frames."""
        text = self._held + text
        cut = self._end_of_whole(text)
        self._held = text[cut:]
        end = 0
        for match in _SEQUENCE.finditer(text, 0, cut):
            yield text[end : match.start()]
            end = match.end()
            if (passed := self._take(match)) is not None:
                yield passed
        yield text[end:cut]

    def _end_of_whole(self, text: str) -> int:
        unfinished = _UNFINISHED.search(text)
        cut = unfinished.start() if unfinished else len(text)
        begin = text.rfind(_BEGIN_FRAME)
        return min(cut, begin) if begin > text.rfind(_END_FRAME) else cut

    def _take(self, match: re.Match[str]) -> str | None:
        if match["modes"]:
            return self._switch({int(mode) for mode in match["modes"].split(";")}, match["switch"] == "h")
        if match["asked"]:
            mode = int(match["asked"])
            state = 0 if mode != SYNCHRONISED_OUTPUT else (1 if mode in self.modes else 2)
            self._answer(f"\x1b[?{mode};{state}$y".encode())
        elif match["keyboard"]:
            self.keyboard_depth += 1 if match["keyboard"] == ">" else -1
        return None

    def _switch(self, modes: set[int], is_on: bool) -> str | None:
        self.modes = self.modes | modes if is_on else self.modes - modes
        if ALTERNATE_SCREEN in modes:
            self._clear()
        known = ";".join(str(mode) for mode in sorted(modes & _KNOWN_TO_PYTE))
        return f"\x1b[?{known}{'h' if is_on else 'l'}" if known else None
