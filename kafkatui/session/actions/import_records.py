"""Write records from a file: what `tail`, `search` and `w` wrote, or lines."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from msgspec import Struct

from kafkatui.codec.imported import ImportedRecord, ImportFormat, ImportProblem, read_records
from kafkatui.model.action import ActionSpec, Danger
from kafkatui.model.errors import FieldError, NotFound, RequestFailed
from kafkatui.model.field import Field, FieldKind, Values
from kafkatui.model.outcome import Outcome
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.model.record import OutgoingRecord
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.adding import (
    ENDED_THERE,
    NO_UNDO,
    PORTION_COUNT,
    add_all,
    choice_field,
    chosen_word,
    shown_text,
)
from kafkatui.session.tasks import TaskControl

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

STANDARD_INPUT = "-"
AUTO = "auto"
SHOWN_COUNT = 3

FORMAT = choice_field(
    "format", "Format", "auto: told by how the file's name ends, else a value on each line.",
    (AUTO, *(each.value for each in ImportFormat)),
)  # fmt: skip

COLUMNS = (
    PlanColumn("line", "#", "Which record of the file, from 1."),
    PlanColumn("key", "Key", "Its key; empty: null."),
    PlanColumn("value", "Value", "Its value."),
    PlanColumn("headers", "Headers", "How many."),
)

_BY_ENDING = {
    ".json": ImportFormat.JSON, ".jsonl": ImportFormat.JSON, ".ndjson": ImportFormat.JSON, ".csv": ImportFormat.CSV,
}  # fmt: skip


class Importing(Struct, frozen=True):
    """A file to be written to a topic.

    Attributes:
        path: None for standard input.
        seen: size and time of change when it was looked at.
        count: its records; None for standard input.
    """

    topic: str
    path: Path | None
    how: ImportFormat
    keeps_partitions: bool
    partition_count: int
    seen: tuple[int, int] | None
    count: int | None


class ImportRecords(Action[Importing]):
    """Every line of a file is checked before the first is sent; standard input is checked as it comes."""

    spec = ActionSpec(
        id="import",
        title="Import records",
        help="Write the records of a file to the topic: JSON lines or CSV as kafkatui writes them, or plain lines.",
        danger=Danger.ADDS,
        asks_first=True,
        acts_on=frozenset({PlaceKind.TOPIC}),
        verb="import",
        fields=(
            Field("topic", "Topic", "Where they are written to.", is_required=True, is_positional=True,
                is_in_dialog=False),
            Field("file", "File", "Its path; - is standard input.", is_required=True, is_positional=True),
            FORMAT,
            Field("keep_partitions", "Keep partitions", "Each record goes to the partition that the file tells.",
                FieldKind.FLAG),
        ),
    )  # fmt: skip

    def plan(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[Importing]:
        topic = context.metadata().topics.get(targets[0].name)
        if topic is None:
            raise NotFound(f"There is no topic {targets[0].name}.", "Importing does not create it.")
        typed = values.get("file") or ""
        path = None if typed == STANDARD_INPUT else Path(os.path.expanduser(typed))
        how = _format(values, path)
        keeps, partitions = bool(values.get("keep_partitions")), len(topic.partitions)
        rows: tuple[PlanLine, ...] = ()
        seen = count = None
        if path is not None:
            seen = _stamp(path)
            count, shown = _looked_at(path, how, keeps, partitions, control)
            rows = tuple(
                PlanLine(topic.name, (number, shown_text(each.key), shown_text(each.value), len(each.headers)))
                for number, each in enumerate(shown, 1)
            )
        amount = "what standard input holds" if count is None else f"{count:,} records of {path}"
        return Plan(
            f"Writes {amount} to {topic.name}.",
            Importing(topic.name, path, how, keeps, partitions, seen, count),
            COLUMNS if rows else (),
            rows,
            totals=("Keys, headers and timestamps are kept where the file tells them.",),
            commands=(_command(context, topic.name, typed, how),),
            undo=NO_UNDO,
            nothing_to_do=f"{path} holds no record." if count == 0 else "",
            confirm_name=topic.name,
        )

    def run(self, context: ActionContext, plan: Plan[Importing], control: TaskControl) -> Outcome:
        importing = plan.payload
        if importing.path is not None and _stamp(importing.path) != importing.seen:
            raise RequestFailed(f"{importing.path} was changed since it was looked at.", "Look at it again.")
        producer = context.bulk_producer("none")

        def hand_over() -> str:
            try:
                with _opened(importing.path) as file:
                    records = (_outgoing(importing, number, each) for number, each in _numbered(file, importing.how))
                    while batch := list(islice(records, PORTION_COUNT)):
                        producer.send(batch, control.check)
                        control.progress(producer.sent, importing.count, "records")
                        if producer.is_refused:
                            return ENDED_THERE
            except ImportProblem as error:
                return f"{error.what} Nothing from there on was sent."
            return ""

        return add_all(producer, importing.topic, hand_over, control)


def _numbered(file: BinaryIO, how: ImportFormat) -> Iterator[tuple[int, ImportedRecord]]:
    return enumerate(read_records(file, how), 1)


def _outgoing(importing: Importing, number: int, record: ImportedRecord) -> OutgoingRecord:
    partition = record.partition if importing.keeps_partitions else None
    if partition is not None and partition >= importing.partition_count:
        raise ImportProblem(number, f"there is no partition {partition}.")
    return OutgoingRecord(
        importing.topic, record.key, record.value, record.headers, partition, record.timestamp_ms
    )  # fmt: skip


def _looked_at(
    path: Path, how: ImportFormat, keeps: bool, partitions: int, control: TaskControl
) -> tuple[int, list[ImportedRecord]]:
    """How many records there are, and the first of them. FieldError names the line that is none."""
    count, shown = 0, []
    try:
        with _opened(path) as file:
            for count, record in _numbered(file, how):
                if count <= SHOWN_COUNT:
                    shown.append(record)
                if keeps and record.partition is not None and record.partition >= partitions:
                    raise ImportProblem(count, f"there is no partition {record.partition}.")
                if count % PORTION_COUNT == 0:
                    control.progress(count, None, "lines looked at")
    except ImportProblem as error:
        raise FieldError("file", error.what, "Nothing was sent.") from None
    return count, shown


@contextmanager
def _opened(path: Path | None) -> Iterator[BinaryIO]:
    if path is None:
        yield sys.stdin.buffer
        return
    try:
        file = path.open("rb")
    except OSError as error:
        raise FieldError("file", f"{path} cannot be read: {error.strerror}.") from None
    with file:
        yield file


def _stamp(path: Path) -> tuple[int, int]:
    try:
        stat = path.stat()
    except OSError as error:
        raise FieldError("file", f"{path} cannot be read: {error.strerror}.") from None
    return stat.st_size, stat.st_mtime_ns


def _format(values: Values, path: Path | None) -> ImportFormat:
    name = chosen_word(values, FORMAT)
    if name != AUTO:
        return ImportFormat(name)
    return _BY_ENDING.get("" if path is None else path.suffix.lower(), ImportFormat.LINES)


def _command(context: ActionContext, topic: str, typed: str, how: ImportFormat) -> str:
    name = shlex.quote(topic)
    if how is ImportFormat.LINES:
        return f"kcat -b {context.profile.bootstrap_servers} -P -t {name} -l {shlex.quote(typed)}"
    return f"kcat -b {context.profile.bootstrap_servers} -P -t {name}  # after taking keys, headers and times apart"


ACTION = ImportRecords()
