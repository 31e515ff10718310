"""The schema that what is typed is encoded by: which, and its fields."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.timer import Timer
from textual.widgets import Input, Static

from kafkatui.codec.registered_schema import SubjectSchema
from kafkatui.codec.schema_summary import schema_summary
from kafkatui.session.cluster_view import ClusterView
from kafkatui.tui.content import to_content
from kafkatui.tui.widgets.long_work import LongWork, WorkFailed
from kafkatui.view.span import Span, Tone

TYPING_SECONDS = 0.4
"""So long after the last key the schema that is named is fetched."""


class SchemaLine(Vertical):
    """Shown while the value, or the key, is encoded by a schema.

    Args:
        topic: whose subjects are meant where none is named.
    """

    DEFAULT_CSS = """
    SchemaLine { height: auto; display: none;
        &.-open { display: block; }
        & Horizontal { height: 1; }
        & .produce--label { width: 10; color: $dim; }
        & Input { border: none; height: 1; padding: 0; background: $bar; width: 1fr; }
        & #schema-text { height: auto; max-height: 4; padding-left: 10; }
    }
    """

    def __init__(self, session: ClusterView, topic: str) -> None:
        super().__init__()
        self._session = session
        self._topic = topic
        self._shown: tuple[str, str] | None = None
        self._fetching = LongWork(self)
        self._delay: Timer | None = None

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Static("schema", classes="produce--label")
            yield Input(id="schema", placeholder=f"{self._topic}-value, the latest; or an id, SUBJECT, SUBJECT/VERSION")
        yield Static("", id="schema-text", markup=False)

    @property
    def wanted(self) -> str:
        """The value's schema, as typed; empty: the latest of the topic's own."""
        return self.query_one("#schema", Input).value.strip()

    def put(self, wanted: str) -> None:
        """Let that be the value's schema."""
        self.query_one("#schema", Input).value = wanted

    def show(self, is_value: bool, is_key: bool) -> None:
        """Show the schema of the value, else of the key, where one of them is encoded by one."""
        self.set_class(is_value or is_key, "-open")
        self.query_one(Horizontal).display = is_value
        if not is_value and not is_key:
            self._shown = None
            return
        wanted = (self.wanted, "value") if is_value else ("", "key")
        if wanted != self._shown:
            self._shown = wanted
            if self._delay is not None:
                self._delay.stop()
            self._delay = self.set_timer(TYPING_SECONDS, self._fetch)

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        if self._shown is not None and self._shown[1] == "value":
            self.show(True, False)

    def _fetch(self) -> None:
        if self._shown is None:
            return
        (wanted, part), schemas, topic = self._shown, self._session.actions.context.schemas, self._topic
        self._say(("fetching …", Tone.DIM))
        self._fetching.start("Fetch a schema", lambda _: schemas.find(wanted, topic, part), self._found)

    def _found(self, found: SubjectSchema | None) -> None:
        if found is not None:
            self._say((f"{found.name}  ", Tone.BRIGHT), (schema_summary(found.schema), Tone.PLAIN))

    @on(WorkFailed)
    def _failed(self, event: WorkFailed) -> None:
        event.stop()
        self._say(("✗ ", Tone.BAD), (str(event.error), Tone.PLAIN))

    def on_unmount(self) -> None:
        self._fetching.cancel()

    def _say(self, *spans: Span) -> None:
        self.query_one("#schema-text", Static).update(to_content(spans))
