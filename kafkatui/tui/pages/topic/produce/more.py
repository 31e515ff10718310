"""What is rarely set of a record that is sent: its time, and how it is sent."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static

from kafkatui.model.send_settings import ACKS, COMPRESSIONS, SendSettings
from kafkatui.tui.dialog.choice_line import ChoiceLine


class MoreFields(Vertical):
    """Folded until somebody asks for it; what is set here holds while it is folded, and the panel's foot tells it."""

    DEFAULT_CSS = """
    MoreFields { height: auto; display: none;
        &.-open { display: block; }
        & Horizontal { height: 1; }
        & .produce--label { width: 10; color: $dim; }
        & .produce--label.-problem { color: $error; text-style: bold; }
        & Input { border: none; height: 1; padding: 0; background: $bar; width: 1fr; }
        & ChoiceLine { width: 1fr; }
    }
    """

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Static("time", classes="produce--label", id="timestamp-label")
            yield Input(id="timestamp", placeholder="when it is sent; 2026-01-31T12:00, -15m, seconds since 1970")
        with Horizontal():
            yield Static("txn id", classes="produce--label")
            yield Input(id="transactional", placeholder="of the next transaction; empty: one of kafkatui's own")
        with Horizontal():
            yield Static("pack", classes="produce--label")
            yield _choice("compression", tuple(name or "default" for name in COMPRESSIONS))
        with Horizontal():
            yield Static("acks", classes="produce--label", id="acks-label")
            yield _choice("acks", tuple(name or "default" for name in ACKS))
        with Horizontal():
            yield Static("once", classes="produce--label")
            yield _choice("idempotent", ("default", "idempotent"))

    @property
    def transactional_id(self) -> str:
        """The transactional id, as typed."""
        return self.query_one("#transactional", Input).value.strip()

    @property
    def timestamp(self) -> str:
        """The record's time, as typed."""
        return self.query_one("#timestamp", Input).value

    def put_timestamp(self, text: str) -> None:
        """Let that be the record's time."""
        self.query_one("#timestamp", Input).value = text

    def settings(self) -> SendSettings:
        """How it is sent. Raises FieldError where the choices contradict each other."""
        return SendSettings(
            COMPRESSIONS[self._chosen("compression")], ACKS[self._chosen("acks")], self._chosen("idempotent") == 1
        )

    def words(self) -> str:
        """What differs from what is usual, for the foot; empty when nothing does."""
        parts = [COMPRESSIONS[self._chosen("compression")]]
        parts.append(f"acks={acks}" if (acks := ACKS[self._chosen("acks")]) else "")
        parts.append("idempotent" if self._chosen("idempotent") else "")
        parts.append(f"time {self.timestamp}" if self.timestamp else "")
        return " ".join(filter(None, parts))

    def _chosen(self, name: str) -> int:
        return self.query_one(f"#{name}", ChoiceLine).index

    def mark_problem(self, name: str) -> None:
        """As `ProduceFields.mark_problem`; unfolds what is wrong."""
        for label in self.query(".produce--label"):
            is_wrong = label.id == f"{name}-label"
            label.set_class(is_wrong, "-problem")
            if is_wrong:
                self.add_class("-open")


def _choice(name: str, titles: tuple[str, ...]) -> ChoiceLine:
    line = ChoiceLine(titles)
    line.id = name
    return line
