"""A znode's data: what it is, what it says, and whether Kafka says the same."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from kafkatui.codec.decoded import Part
from kafkatui.codec.decoder import Reader
from kafkatui.insight.znode_meaning import ZnodeMeaning
from kafkatui.insight.znode_notes import data_notes
from kafkatui.insight.znode_secrets import mask_znode_data
from kafkatui.model.key import Offer, offered_if
from kafkatui.model.observed import ObservedState
from kafkatui.model.place import Place
from kafkatui.model.znode import Znode
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.decoding import Reading
from kafkatui.session.feeds import METADATA, Feed, RegistrationsFeed
from kafkatui.tui.actions.editor import open_in_editor
from kafkatui.tui.chrome.value_pane import ValuePane
from kafkatui.tui.chrome.value_view import ValueView
from kafkatui.tui.content import to_content
from kafkatui.tui.key_command import KeyCommand, KeyCommands
from kafkatui.tui.messages import ShowInstead
from kafkatui.tui.pages.base.table_pane import TableContent, placeholder_lines
from kafkatui.tui.pages.znode.page import ZnodePage, link_warning, with_dots
from kafkatui.tui.when_drawn import when_drawn
from kafkatui.tui.widgets.long_work import LongWork
from kafkatui.view import numbers
from kafkatui.view.cell import Cell, cell
from kafkatui.view.copy_choices import CopyChoice
from kafkatui.view.record_diff import RecordDiff
from kafkatui.view.record_json import value_document
from kafkatui.view.seen_values import ValueChange, change_diff, value_changes
from kafkatui.view.span import Span, Tone
from kafkatui.view.value_lines import kind_words
from kafkatui.view.znode_comparison import kafka_says

LABEL_WIDTH = 10
FEWEST_VALUE_LINES = 3


class ZnodeDataPane(ZnodePage):
    """The meaning above, the decoded data in the middle, facts about it below."""

    DEFAULT_CSS = """
    ZnodeDataPane {
        layout: vertical;
        & > Static { height: auto; width: 1fr; }
        & > #znode-meaning { padding: 0 0 1 0; }
        & > #znode-facts { margin-top: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    }
    """

    ages = True

    def __init__(self, session: ClusterView, place: Place) -> None:
        super().__init__(session, place)
        self.value = ValuePane(fits=True)
        self._masked: tuple[Znode | None, bytes | None] = (None, None)
        self._comparing = LongWork(self)

    def compose(self) -> ComposeResult:
        yield Static(id="znode-meaning", markup=False)
        yield self.value
        yield Static(id="znode-facts", markup=False)

    def on_mount(self) -> None:
        self.value.follow(self.surroundings)

    def focus_main(self) -> None:
        self.value.focus_value()

    def inner_choices(self) -> Sequence[CopyChoice]:
        return self.value.copy_choices()

    def feeds(self) -> tuple[Feed[Any], ...]:
        owners = self.owner_feeds()
        return (*super().feeds(), METADATA, *owners, *((RegistrationsFeed(),) if owners else ()))

    # What is shown

    def show(self) -> None:
        self.learn()
        znode = self.znode.value
        if znode is not None and not self.is_tab_chosen:
            self.is_tab_chosen = True
            if znode.stat.has_only_children and not znode.data_error:
                self.post_message(ShowInstead(self.place.at(tab="children")))
        data = self._data(znode) if znode else None
        explained = self.explain(data)
        self.query_one("#znode-meaning", Static).update(_title(explained))
        self._show_value(znode, data, explained)
        lines = self._facts(znode, data, explained) if znode else []
        self.query_one("#znode-facts", Static).update(Content("\n").join(to_content(line) for line in lines))
        self._say_foot()
        when_drawn(self, self._fit)

    @property
    def _reader(self) -> Reader:
        """How the data are decoded now."""
        return self.session.decoding.reader(self.path, Part.ZNODE)

    @property
    def _is_chosen(self) -> bool:
        """Whether they are not left to their looks."""
        return self._reader.name != "auto"

    def _data(self, znode: Znode) -> bytes | None:
        """The data with secrets masked, worked out once for each reading."""
        if self._masked[0] is not znode:
            data = mask_znode_data(self.path, znode.data) if znode.data is not None else None
            self._masked = (znode, data)
        return self._masked[1]

    def _show_value(self, znode: Znode | None, data: bytes | None, explained: ZnodeMeaning) -> None:
        self.value.is_stale = self.znode.state is ObservedState.STALE
        if znode is None:
            self.value.show_message(self._absence())
        elif znode.data_error:
            self.value.show_message(
                [
                    cell(f"✗ {znode.data_error}", Tone.BAD),
                    cell(
                        'Give a user that may: set auth = "digest:USER:PASSWORD" for ZooKeeper in the profile.',
                        Tone.DIM,
                    ),
                ]
            )
        elif not data:
            below = znode.stat.children_count
            children = "1 child: [ shows it." if below == 1 else f"{below:,} children: [ shows them."
            hint = f" It has {children}" if below else ""
            what = "No data: null." if data is None else "No data."
            self.value.show_message([cell(f"{what}{hint}", Tone.DIM)])
        else:
            notes = {note.name: ((note.explanation, Tone.DIM),) for note in explained.fields if note.explanation}
            self.value.show_value(data, self._reader, notes)

    def _absence(self) -> list[Cell]:
        return self.gone_lines() if self.is_gone else placeholder_lines(TableContent((), self.znode), "data")

    def _facts(self, znode: Znode, data: bytes | None, explained: ZnodeMeaning) -> list[list[Span]]:
        lines: list[list[Span]] = []
        if self.is_gone:
            lines.append([_label("Deleted"), ("the data is what it held last", Tone.BAD)])
        elif self.znode.state is ObservedState.STALE:
            as_of = numbers.clock(self.znode.as_of_seconds or 0)
            lines.append([_label("As of"), (f"{as_of}: {self.znode.reason}", Tone.WARNING)])
        text = self.value.text
        if text is not None and (self._is_chosen or text.decoded.reason):
            tone = Tone.WARNING if text.decoded.reason else Tone.PLAIN
            lines.append([_label("Shown as"), (kind_words(text.decoded), tone)])
        for name, said, is_wrong in data_notes(explained.kind, self.path, data) if not znode.data_error else ():
            lines.append([_label(name), (said, Tone.WARNING if is_wrong else Tone.PLAIN)])
        if not self.is_gone:
            lines += self._comparison(data, explained)
        if znode.stat.is_ephemeral:
            lines.append([_label("Session"), *self._session_spans(znode)])
        lines.append([_label("Written"), *_written_spans(znode)])
        return lines

    def _comparison(self, data: bytes | None, explained: ZnodeMeaning) -> list[list[Span]]:
        if not self.is_linked:
            warning = link_warning(self)
            has_kafka_side = warning and explained.target is not None
            return [[_label("Kafka says"), (warning, Tone.WARNING)]] if has_kafka_side else []
        said = kafka_says(explained, data, self.session.metadata.value)
        return [[_label("Kafka says"), *said.spans()]] if said is not None else []

    def _session_spans(self, znode: Znode) -> list[Span]:
        owner = znode.stat.ephemeral_owner
        registrations = self.session.observed(RegistrationsFeed()).value or {}
        whose = next((each.id for each in registrations.values() if each.stat.ephemeral_owner == owner), None)
        spans: list[Span] = [(f"{owner:#x}", Tone.BRIGHT)]
        if whose is not None:
            spans.append((f"  broker {whose}'s", Tone.KAFKA))
        if words := self.owner_words():
            spans.append((f"  {words}", Tone.PLAIN))
        return [*spans, ("  the znode goes when it ends", Tone.DIM)]

    def _say_foot(self) -> None:
        how = [(f"as {self._reader.name}", Tone.BRIGHT)] if self._is_chosen else []
        self.set_foot(*with_dots([*how, *self.foot_parts()]))

    # The data takes the lines that the rest leaves

    def _fit(self) -> None:
        rest = sum(
            widget.outer_size.height + widget.styles.margin.height for widget in self.query("ZnodeDataPane > Static")
        )
        self.value.limit_lines(max(FEWEST_VALUE_LINES, self.size.height - rest))

    def on_resize(self) -> None:
        when_drawn(self, self._fit)

    @on(ValueView.Shown)
    def _shown(self, event: ValueView.Shown) -> None:
        event.stop()
        self.show()

    def commands(self) -> KeyCommands:
        has_data = KeyCommand(self.ask_how_to_decode, lambda: offered_if(self._masked[1] is not None))
        editor = KeyCommand(self.open_in_editor, lambda: offered_if(self.value.text is not None))
        values = KeyCommand(self.compare_values, self._offer_values)
        return {**super().commands(), "decode": has_data, "editor": editor, "znode.values": values}

    def _offer_values(self) -> Offer:
        seen = self.session.learned.znodes.values.of(self.path)
        return Offer(bool(seen), "" if len(seen) > 1 else "It has held one value only since it was opened.")

    def compare_values(self) -> None:
        """Ask which of the values seen to compare with the one before."""
        from kafkatui.tui.screens.record_diff import RecordDiffScreen
        from kafkatui.tui.screens.seen_values import SeenValuesScreen

        reader = self._reader
        changes = value_changes(self.path, self.session.learned.znodes.values.of(self.path), reader)

        def show(diff: RecordDiff | None) -> None:
            if diff is not None:
                self.app.push_screen(RecordDiffScreen(diff, self.path))

        def compare(change: ValueChange | None) -> None:
            if change is not None:  # large ones take long, and one may be read by a schema that is to be fetched
                self._comparing.start("Compare two values", lambda _: change_diff(change, reader), show)

        self.app.push_screen(SeenValuesScreen(self.path, changes), compare)

    def open_in_editor(self) -> None:
        """Look at the data in $EDITOR, secrets masked as they are here."""
        text = self.value.text
        if text is not None:
            open_in_editor(self, "znode data", lambda: value_document(text.decoded))

    def ask_how_to_decode(self) -> None:
        """Ask how to read the data."""
        from kafkatui.tui.screens.decoding import DecodingScreen

        what = Reading(self.path, Part.ZNODE, self.path)

        def choose(name: str | None) -> None:
            if name is not None:
                self.session.decoding.choose(what.source, what.part, name)
                self.show()

        self.app.push_screen(DecodingScreen(self.session.decoding, what, self._masked[1] or None), choose)


def _title(explained: ZnodeMeaning) -> Content:
    versions = (f" ({explained.versions})", "$dim") if explained.versions else ""
    return Content.assemble((explained.title, "bold $zookeeper"), f" {explained.explanation}", versions)


def _label(text: str) -> Span:
    return (f"{text:<{LABEL_WIDTH}} ", Tone.DIM)


def _written_spans(znode: Znode) -> list[Span]:
    stat = znode.stat
    seconds = stat.modified_ms / 1000
    ago = numbers.age(time.time() - seconds)
    spans: list[Span] = [(numbers.date_time(seconds), Tone.BRIGHT), (f"  {ago} ago · zxid {stat.mzxid:#x}", Tone.DIM)]
    if stat.mzxid == stat.czxid:
        # A multi can create and write in one transaction; brokers register like that.
        how = "created in the same transaction" if stat.version else "never changed since it was created"
        spans.append((f" · {how}", Tone.DIM))
    else:
        spans.append((f" · created {numbers.date_time(stat.created_ms / 1000)}", Tone.DIM))
    return spans
