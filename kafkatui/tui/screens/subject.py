"""Enter on a subject — its schemas, version by version."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from kafkatui.codec.decoder import Reader
from kafkatui.model.schema_subject import SchemaVersion
from kafkatui.tui.chrome.value_pane import ValuePane
from kafkatui.tui.keys import bindings
from kafkatui.tui.screens.dimmed import DimmedScreen
from kafkatui.view.schema_versions import reference_words, shown_text, version_diff, version_words

KEYS = "[ ] older, newer · D what changed · / find · v tree or text · Esc closes"


class SubjectScreen(DimmedScreen[None]):
    """The newest first; each is read as every value is, and compared with the one before.

    Args:
        versions: the oldest first; there is at least one.
        reader: reads their texts.
    """

    DEFAULT_CSS = """
    SubjectScreen { align: center middle; background: $background 50%; }
    SubjectScreen > Vertical { width: 120; max-width: 96%; height: 90%; border: round $kafka; background: $background;
                               border-title-color: $kafka; border-subtitle-color: $dim; padding: 0 1; }
    SubjectScreen #subject-line { height: auto; max-height: 3; color: $dim; }
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("subject.older", "subject.newer", "subject.diff", "dialog.cancel")

    def __init__(self, versions: Sequence[SchemaVersion], reader: Reader) -> None:
        super().__init__()
        self._versions = versions
        self._reader = reader
        self._index = len(versions) - 1

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_subtitle = Content(KEYS)
            yield Static("", id="subject-line", markup=False)
            yield ValuePane(root="schema")

    def on_mount(self) -> None:
        self._show()
        self.query_one(ValuePane).focus_value()

    def _show(self) -> None:
        version = self._versions[self._index]
        self.query_one(Vertical).border_title = Content(version_words(version))
        place = f"{self._index + 1} of {len(self._versions)} versions"
        words = filter(None, (place, reference_words(version.schema)))
        self.query_one("#subject-line", Static).update(" · ".join(words))
        self.query_one(ValuePane).show_value(shown_text(version.schema).encode(), self._reader)

    def _go(self, step: int) -> None:
        index = self._index + step
        if 0 <= index < len(self._versions):
            self._index = index
            self._show()
        else:
            self.notify("There is no older version." if step < 0 else "It is the newest version.", timeout=2)

    def action_older(self) -> None:
        """Show the version before."""
        self._go(-1)

    def action_newer(self) -> None:
        """Show the version after."""
        self._go(1)

    def action_diff(self) -> None:
        """Compare it with the version before."""
        if self._index == 0:
            self.notify("There is no older version to compare with.", timeout=2)
            return
        from kafkatui.tui.screens.record_diff import RecordDiffScreen

        old, new = self._versions[self._index - 1 : self._index + 1]
        self.app.push_screen(RecordDiffScreen(version_diff(old, new), new.subject))

    def action_cancel(self) -> None:
        """Close."""
        self.dismiss()
