"""What is looked for in a value, where it stands, and at which of those places one is."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from re import Pattern

from kafkatui.codec.sanitise import sanitise
from kafkatui.session.tasks import TaskControl
from kafkatui.tui.chrome.value_tree import ValueTree
from kafkatui.tui.chrome.value_view import THREAD_BYTES, ValueView
from kafkatui.tui.widgets.long_work import LongWork, in_slices
from kafkatui.tui.widgets.match_ranges import Range
from kafkatui.view.value_find import Match, find_slices, found_words, pattern_of
from kafkatui.view.value_tree import node_label


class ValueFinder:
    """Looks through the text or the tree, whichever is shown; a large value in a task.

    Args:
        say: told how much was found whenever that has changed.
    """

    def __init__(self, view: ValueView, tree: ValueTree, say: Callable[[str], None]) -> None:
        self._view = view
        self._tree = tree
        self._say = say
        self._is_tree = False
        self._pattern: Pattern[str] | None = None
        self._matches: list[Match] = []
        self._index: int | None = None
        self._looked_at: object = None
        self._anchor = 0
        self._work = LongWork(view)

    @property
    def is_looking(self) -> bool:
        """Whether something is looked for."""
        return self._pattern is not None

    def cancel(self) -> None:
        """Stop what runs."""
        self._work.cancel()

    def begin(self) -> None:
        """Somebody begins to type: the first place from here on is gone to."""
        self._anchor = self._here

    @property
    def _shown(self) -> object:
        """The tree's outline, or the text."""
        return self._tree.outline if self._is_tree else self._view.text

    @property
    def _here(self) -> int:
        """The line where one is."""
        if self._is_tree:
            return self._tree.cursor_line or 0
        return round(self._view.scroll_y)

    def look_for(self, text: str) -> None:
        """Look for `text`, and go to the first place behind where it was begun."""
        self._pattern = pattern_of(text) if text else None
        self._look(goes=True)

    def look_again(self, *, is_tree: bool) -> None:
        """Another value is shown, or the same in the other way: find in it, and stay where one is."""
        changed, self._is_tree = is_tree != self._is_tree, is_tree
        if self.is_looking and (changed or self._looked_at != self._shown):
            self._look(goes=False)

    def end(self) -> None:
        """Look for nothing any more."""
        self._pattern = None
        self._look(goes=False)

    def go(self, step: int) -> None:
        """To the next place (1), or to the one before (−1); round at the end."""
        if not self._matches:
            return
        if self._index is None:
            place = bisect_left(self._matches, Match(self._here, 0, 0))
            self._index = (place if step > 0 else place - 1) % len(self._matches)
        else:
            self._index = (self._index + step) % len(self._matches)
        self._show()

    def _look(self, *, goes: bool) -> None:
        self._matches, self._index = [], None
        self._work.cancel()
        self._looked_at = self._shown
        pattern, lines = self._pattern, self._lines()
        if pattern is None or lines is None:
            self._light(None)
            self._say("")
            return
        self._light(pattern)
        count, text_at, size = lines
        found: list[Match] = []
        slices = find_slices(count, text_at, pattern, found)

        looked_at = self._looked_at

        def take(matches: list[Match] | None) -> None:
            if matches is not None and pattern is self._pattern and looked_at is self._looked_at:
                self._matches = matches
                self._first(goes=goes)

        if size <= THREAD_BYTES:
            for _ in slices:
                pass
            take(found)
            return

        def work(control: TaskControl) -> list[Match]:
            in_slices(control, slices, count, "lines")
            return found

        self._say("…")
        self._work.start("Find in a value", work, take)

    def _lines(self) -> tuple[int, Callable[[int], str], int] | None:
        """How many lines there are, what each says, and how large the whole is."""
        text = self._view.text
        if text is None:
            return None
        size = max(text.decoded.size_bytes, len(text.decoded.text))
        outline = self._tree.outline
        if not self._is_tree or outline is None:
            return len(text.lines), lambda line: sanitise(text.lines[line]), size

        def label(line: int) -> str:
            is_shown = line != outline.outermost and outline.is_value(line)
            return node_label(outline, line).text if is_shown else ""

        return outline.line_count, label, size

    def _first(self, *, goes: bool) -> None:
        if goes and self._matches:
            self._index = bisect_left(self._matches, Match(self._anchor, 0, 0)) % len(self._matches)
        self._show()

    def _show(self) -> None:
        match = self._matches[self._index] if self._index is not None else None
        self._say(found_words(self._matches, self._index))
        if not self._is_tree:
            self._view.show_match(match)
        elif match is not None:
            self._tree.go_to_line(match.line)

    def _light(self, pattern: Pattern[str] | None) -> None:
        find = None if pattern is None else lambda text: _ranges(pattern, text)
        self._view.set_find(find)
        self._tree.set_find(find)


def _ranges(pattern: Pattern[str], text: str) -> list[Range]:
    return [match.span() for match in pattern.finditer(text)]
