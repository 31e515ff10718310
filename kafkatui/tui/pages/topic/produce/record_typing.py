"""Typing a record: its fields, how each is read, what was sent before, the editor."""

from __future__ import annotations

from textual import on, work
from textual.containers import Vertical

from kafkatui.codec.drafts import draft_of, encoded
from kafkatui.codec.encoding import Encoding
from kafkatui.codec.json_text import check_json
from kafkatui.model.errors import FieldError, KafkatuiError, UsageError
from kafkatui.model.record import Record
from kafkatui.model.record_draft import RecordDraft
from kafkatui.model.replacing import replace
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.draft_sending import FILE
from kafkatui.session.schema_encoding import SCHEMA
from kafkatui.session.schemas import URL
from kafkatui.tui.content import to_content
from kafkatui.tui.line_history import LineHistory
from kafkatui.tui.pages.topic.produce.fields import ProduceFields, ValueArea
from kafkatui.tui.pages.topic.produce.more import MoreFields
from kafkatui.tui.pages.topic.produce.schema_line import SchemaLine
from kafkatui.view.span import Span, Tone

NUMBERS = (Encoding.INT32.value, Encoding.INT64.value)
VALUE_AS = (Encoding.TEXT.value, Encoding.JSON.value, Encoding.HEX.value, Encoding.BASE64.value, *NUMBERS, FILE)
KEY_AS = (Encoding.TEXT.value, Encoding.HEX.value, Encoding.BASE64.value, *NUMBERS)

JSON_CHECKED_CHARACTERS = 100_000
"""A longer text is looked at when it is sent, not with every key."""


class RecordTyping(Vertical):
    """A panel that a record is typed in. A subclass composes `ProduceFields` and `MoreFields`, and sends it.

    Args:
        topic: where the record goes.
    """

    def __init__(self, session: ClusterView, topic: str) -> None:
        super().__init__()
        self._session = session
        self._topic = topic
        schemas = (SCHEMA,) if session.profile.kafka.get(URL) else ()
        self._values_as, self._keys_as = (*VALUE_AS, *schemas), (*KEY_AS, *schemas)
        self._value_as, self._key_as = VALUE_AS[0], KEY_AS[0]
        self._is_null = False
        self._last_sent = ""
        self._history = LineHistory(lambda: session.memory.sent(topic))

    def on_mount(self) -> None:
        self._show()

    def complain(self, text: str, field: str = "") -> None:
        """Say what is wrong, and show at which field; empty: nothing."""
        raise NotImplementedError

    def foot_spans(self) -> list[Span]:
        """What the foot says beside what would be sent."""
        return []

    @property
    def _fields(self) -> ProduceFields:
        return self.query_one(ProduceFields)

    @property
    def _more(self) -> MoreFields:
        return self.query_one(MoreFields)

    def focus_value(self) -> None:
        """Put the cursor where the value is typed; in the key where null goes as value."""
        (self._fields.line("key") if self._is_null else self._fields.area).focus()

    @property
    def draft(self) -> str:
        """What was typed and differs from what was sent last."""
        if not self.is_mounted:
            return ""
        text = self._fields.area.text
        return text if text != self._last_sent else ""

    # What is typed

    def typed(self) -> RecordDraft:
        """What stands in the fields, with how it is read."""
        return replace(
            self._fields.typed(),
            key_as=self._key_as,
            value_as=self._value_as,
            is_null=self._is_null,
            timestamp=self._more.timestamp,
            value_schema=self.query_one(SchemaLine).wanted,
        )

    def put(self, draft: RecordDraft) -> None:
        """Let that stand in the fields; nobody has typed it, so that nothing is lost with it."""
        self._fields.put(draft)
        self._more.put_timestamp(draft.timestamp)
        self.query_one(SchemaLine).put(draft.value_schema)
        self._value_as = draft.value_as if draft.value_as in self._values_as else VALUE_AS[0]
        self._key_as = draft.key_as if draft.key_as in self._keys_as else KEY_AS[0]
        self._set_null(draft.is_null)
        self._last_sent = draft.value
        self._show()

    def edit(self, record: Record) -> None:
        """Put a record into the fields, to be edited and sent again."""
        self.complain("")
        try:
            self.put(draft_of(record))
        except UsageError as error:
            self.complain(str(error))
        self.focus_value()

    def _partition_count(self) -> int:
        metadata = self._session.metadata.value
        topic = metadata.topics.get(self._topic) if metadata else None
        return len(topic.partitions) if topic else 0

    @on(ProduceFields.Changed)
    def _changed(self, event: ProduceFields.Changed) -> None:
        event.stop()
        self._show()

    def _show(self) -> None:
        self._fields.remark(self._partition_words())
        self.query_one(SchemaLine).show(self._value_as == SCHEMA and not self._is_null, self._key_as == SCHEMA)
        self.show_foot()

    def _partition_words(self) -> str:
        """Where the record goes."""
        (typed_key, partition), count = self._fields.key_and_partition(), self._partition_count()
        if partition:
            return f"of 0…{count - 1}" if count else ""
        if self._key_as == SCHEMA:
            return "by the key that the schema makes"
        try:
            key = encoded("key", typed_key, Encoding(self._key_as)) if typed_key else None
        except FieldError as error:
            return error.what
        spread = self._session.partition_for(key, count)
        return "no key: any partition" if spread is None else f"murmur2 → {spread}"

    def show_foot(self) -> None:
        """Say at the foot what Ctrl+S would send."""
        spans: list[Span] = [("Ctrl+S send", Tone.DIM), (f" · as {self._value_as}", Tone.DIM)]
        if self._is_null:
            spans.append((" · null value", Tone.WARNING))
        elif problem := self._json_problem():
            spans.append((f" · {problem}", Tone.WARNING))
        if self._key_as != KEY_AS[0]:
            spans.append((f" · key as {self._key_as}", Tone.DIM))
        if words := self._more.words():
            spans.append((f" · {words}", Tone.BRIGHT))
        self.border_subtitle = to_content([*spans, *self.foot_spans()])

    def _json_problem(self) -> str:
        """What is wrong with the JSON that is typed; empty when nothing is, or it is to be no JSON."""
        if self._value_as != Encoding.JSON.value:
            return ""
        text = self._fields.area.text
        if not text or len(text) > JSON_CHECKED_CHARACTERS:
            return ""
        try:
            check_json(text.encode())
        except ValueError as error:
            return f"no JSON: {error}"
        return ""

    # Settings of the record

    def action_encoding(self) -> None:
        """Read the value in the next way; the key, where the cursor is in it."""
        if self._fields.line("key").has_focus:
            self._key_as = _after(self._key_as, self._keys_as)
        else:
            self._value_as = _after(self._value_as, self._values_as)
            self._name_value()
        self._show()

    def _name_value(self) -> None:
        self._fields.call("value", "file" if self._value_as == FILE else "value")

    def action_tombstone(self) -> None:
        """Send null instead of what is typed, or what is typed again."""
        self._set_null(not self._is_null)
        self.focus_value()
        self._show()

    def _set_null(self, is_null: bool) -> None:
        self._is_null = is_null
        self._fields.set_null(is_null)
        self._name_value()

    def action_clear(self) -> None:
        """Empty every field."""
        self._fields.clear()
        self._more.put_timestamp("")
        self._set_null(False)
        self._last_sent = ""
        self._show()

    def action_more(self) -> None:
        """Unfold the rest of the fields, or fold them."""
        more = self._more
        more.toggle_class("-open")
        if more.has_class("-open"):
            more.query_one("#timestamp").focus()
        else:
            self.focus_value()
        self.show_foot()

    # Records that were sent before

    @on(ValueArea.Left)
    def _left(self, event: ValueArea.Left) -> None:
        event.stop()
        if event.is_up:
            self.action_earlier()
        else:
            self.action_later()

    def action_earlier(self) -> None:
        """The record that was sent before the one shown."""
        self._recall(self._history.earlier(self.typed()))

    def action_later(self) -> None:
        """The one after it; after the newest what was being typed."""
        self._recall(self._history.later(self.typed()))

    def _recall(self, draft: RecordDraft) -> None:
        if draft != self.typed():
            last_sent = self._last_sent
            self.put(draft)
            if draft not in self._session.memory.sent(self._topic):  # what was being typed
                self._last_sent = last_sent

    @work(exclusive=True, exit_on_error=False, description="edit a value in $EDITOR")
    async def action_editor(self) -> None:
        """Edit the value in `$VISUAL` or `$EDITOR`."""
        from kafkatui.tui.edited_file import EditedFile

        area = self._fields.area
        try:
            with EditedFile(area.text.encode(), ".json" if self._value_as == Encoding.JSON.value else ".txt") as file:
                await file.edit(self.app)
                area.text = file.read().decode()
        except KafkatuiError as error:
            self.complain(str(error))
        except UnicodeDecodeError:
            self.complain("What the editor left is no UTF-8: nothing was taken over.")


def _after(chosen: str, words: tuple[str, ...]) -> str:
    """The word that comes after one of them."""
    return words[(words.index(chosen) + 1) % len(words)]
