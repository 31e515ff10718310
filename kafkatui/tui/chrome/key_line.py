"""The last line: the keys that do something here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from textual import events
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget

from kafkatui.tui.active_keys import ActiveKey
from kafkatui.tui.key_names import key_name
from kafkatui.view.text_width import text_width

GAP = "   "
"""Between two keys; where the line is short, `NARROW_GAP`."""

NARROW_GAP = "  "


class KeyLine(Widget):
    """Shows the keys that are usable and meant for the footer, as many as fit; a click does what the key does.

    Args:
        usable: asked at every repaint for the keys that can be used.
        labels: asked with them for labels other than the registry's, by the id of the key.
    """

    DEFAULT_CSS = """
    KeyLine { height: 1; width: 1fr; padding: 0 1; background: $bar; }
    """

    def __init__(
        self, usable: Callable[[], Sequence[ActiveKey]], labels: Callable[[], Mapping[str, str]] = dict
    ) -> None:
        super().__init__()
        self._usable = usable
        self._labels = labels
        self._painted: list[tuple[int, int, str]] = []

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._on_bindings)

    def _on_bindings(self, _: Screen[object]) -> None:
        self.refresh()

    def render(self) -> Content:
        labels = self._labels()
        shown = [each for each in self._usable() if each.key.footer]
        words = {each.key.id: (key_name(each.pressed[0]), labels.get(each.key.id, each.key.label)) for each in shown}
        width = self.content_size.width
        gap = GAP if _width(list(words.values()), GAP) <= width else NARROW_GAP
        for gone in _first_to_go(shown):
            if _width(list(words.values()), gap) <= width:
                break
            del words[gone.key.id]
        self._remember(shown, words, len(gap))
        parts = [Content.assemble((name, "bold $kafka"), (f" {label}", "")) for name, label in words.values()]
        return Content(gap).join(parts)

    def _remember(self, shown: Sequence[ActiveKey], words: Mapping[str, tuple[str, str]], gap: int) -> None:
        start, self._painted = 1, []
        for each in shown:
            if each.key.id in words:
                end = start + sum(map(text_width, words[each.key.id])) + 1
                self._painted.append((start, end, each.pressed[0]))
                start = end + gap

    def on_click(self, event: events.Click) -> None:
        for start, end, key in self._painted:
            if start <= event.x < end:
                self.app.simulate_key(key)


def _width(words: Sequence[tuple[str, str]], gap: str) -> int:
    return sum(text_width(name) + 1 + text_width(label) for name, label in words) + len(gap) * (len(words) - 1)


def _first_to_go(shown: Sequence[ActiveKey]) -> list[ActiveKey]:
    """The least important first; of equals, the last."""
    return sorted(shown, key=lambda each: (each.key.footer, shown.index(each)), reverse=True)
