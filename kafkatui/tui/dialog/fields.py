"""A field of an action as a row of its dialog: a label, where it is typed, its sentence or what is wrong with it."""

from __future__ import annotations

from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea
from textual.widgets.text_area import Selection

from kafkatui.model.field import Chosen, Field, FieldKind
from kafkatui.tui.dialog.choice_line import ChoiceLine


class FieldChanged(Message):
    """Something was typed into a row."""


class FieldEditor(Horizontal):
    """One field. Its `value` is what the action is given.

    Args:
        field: what is asked.
    """

    DEFAULT_CSS = """
    FieldEditor { height: auto; width: 1fr; }
    FieldEditor > .field--label { width: 20; color: $dim; }
    FieldEditor > .field--note { width: 1fr; color: $dim; padding-left: 2; }
    FieldEditor.-problem > .field--note { color: $error; }
    FieldEditor Input { width: 1fr; height: 1; }
    FieldEditor ChoiceLine { width: auto; max-width: 100%; }
    FieldEditor TextArea, FieldEditor TextArea:focus { width: 2fr; height: 3; border: none; background: $bar;
        padding: 0; }
    """

    def __init__(self, field: Field) -> None:
        super().__init__()
        self.field = field

    def compose(self) -> ComposeResult:
        yield Static(self.field.title, classes="field--label", markup=False)
        yield from self.editors()
        yield Static(self.field.help, classes="field--note", markup=False)

    def editors(self) -> ComposeResult:
        """Where it is typed."""
        raise NotImplementedError

    @property
    def value(self) -> Any:
        """What was typed; None for nothing."""
        raise NotImplementedError

    def say(self, problem: str) -> None:
        """Say what is wrong with it; empty: nothing, so its sentence stands there again."""
        self.set_class(bool(problem), "-problem")
        self.query_one(".field--note", Static).update(problem or self.note)

    @property
    def note(self) -> str:
        """What stands beside it while nothing is wrong."""
        return self.field.help

    @on(Input.Changed)
    @on(TextArea.Changed)
    @on(ChoiceLine.Changed)
    def _changed(self, event: Message) -> None:
        event.stop()
        self.post_message(FieldChanged())


class TextEditor(FieldEditor):
    """A line of text: TEXT, NUMBER, LIST (words) and SECRET."""

    def editors(self) -> ComposeResult:
        kind = self.field.kind
        default = self.field.default
        text = " ".join(default) if isinstance(default, tuple) else "" if default is None else str(default)
        yield Input(
            text,
            placeholder=self.field.metavar,
            password=kind is FieldKind.SECRET,
            type="integer" if kind is FieldKind.NUMBER else "text",
            select_on_focus=False,
        )

    @property
    def value(self) -> Any:
        text = self.query_one(Input).value
        match self.field.kind:
            case FieldKind.LIST:
                return tuple(text.split()) or None
            case FieldKind.NUMBER:
                return int(text) if text.strip().lstrip("+-").isdecimal() else None
        return text or None


class FlagEditor(FieldEditor):
    """Yes or no."""

    def editors(self) -> ComposeResult:
        yield ChoiceLine(("no", "yes"), 1 if self.field.default else 0)

    @property
    def value(self) -> bool:
        return bool(self.query_one(ChoiceLine).index)


class ChoiceEditor(FieldEditor):
    """One of several, some with a line of their own to be told more."""

    DEFAULT_CSS = """
    ChoiceEditor > Vertical { width: auto; max-width: 62%; height: auto; }
    ChoiceEditor > Vertical > Input { width: 28; margin-left: 1; }
    """

    def editors(self) -> ComposeResult:
        values = [choice.value for choice in self.field.choices]
        default = self.field.default
        wanted = default.value if isinstance(default, Chosen) else default
        with Vertical():
            yield ChoiceLine(
                tuple(choice.title for choice in self.field.choices), values.index(wanted) if wanted in values else 0
            )
            yield Input(default.argument if isinstance(default, Chosen) else "", select_on_focus=False)

    def on_mount(self) -> None:
        self._show_argument()

    def choose(self, wanted: Any) -> None:
        """Have a value, or a `Chosen` one, be the answer."""
        values = [choice.value for choice in self.field.choices]
        value = wanted.value if isinstance(wanted, Chosen) else wanted
        if value in values:
            self.query_one(ChoiceLine).choose(values.index(value))

    @property
    def value(self) -> Any:
        choice = self.field.choices[self.query_one(ChoiceLine).index]
        if not any(each.argument or each.option for each in self.field.choices):
            return choice.value
        return Chosen(choice.value, self.query_one(Input).value if choice.argument else "")

    @property
    def note(self) -> str:
        return self.field.choices[self.query_one(ChoiceLine).index].help

    def _show_argument(self) -> None:
        argument = self.field.choices[self.query_one(ChoiceLine).index].argument
        line = self.query_one(Input)
        line.display, line.placeholder = bool(argument), argument.lower()
        self.say("")

    @on(ChoiceLine.Changed)
    def _chosen(self) -> None:
        self._show_argument()


class PairsEditor(FieldEditor):
    """NAME=VALUE, one a line."""

    def editors(self) -> ComposeResult:
        yield TextArea("\n".join(self.field.default or ()), soft_wrap=False, tab_behavior="focus")

    def on_mount(self) -> None:
        """What is typed takes the place of the first value that stands there."""
        first = (self.field.default or ("",))[0]
        start = len(first.partition("=")[0]) + 1
        if start <= len(first):
            self.query_one(TextArea).selection = Selection((0, start), (0, len(first)))

    @property
    def value(self) -> Any:
        return tuple(line.strip() for line in self.query_one(TextArea).text.splitlines() if line.strip()) or None


def editor_of(field: Field) -> FieldEditor:
    """The row that `field` is typed in."""
    match field.kind:
        case FieldKind.FLAG:
            return FlagEditor(field)
        case FieldKind.CHOICE:
            return ChoiceEditor(field)
        case FieldKind.PAIRS:
            return PairsEditor(field)
        case FieldKind.DOCUMENT:
            from kafkatui.tui.dialog.document import DocumentEditor

            return DocumentEditor(field)
    return TextEditor(field)


def first_editor(row: FieldEditor) -> Widget:
    """What takes the focus in a row."""
    return next(widget for widget in row.walk_children(Widget) if widget.focusable)
