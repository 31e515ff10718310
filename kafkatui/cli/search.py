"""`kafkatui search`: records that are meant, at the speed of the wire."""

from __future__ import annotations

import queue
import shutil
import sys
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import click

from kafkatui.cli.completed_names import complete_topic
from kafkatui.cli.decoding import choose_decoding, decode_option
from kafkatui.cli.exporting import refuse_export
from kafkatui.cli.failures import DONE
from kafkatui.cli.fate_lines import FateLines
from kafkatui.cli.fates_option import fates_option, refuse_fates_of_values
from kafkatui.cli.field_option import field_option, field_values
from kafkatui.cli.isolation import isolation_option
from kafkatui.cli.opened import opened_session
from kafkatui.cli.options import connection_options
from kafkatui.cli.scan_end import (
    NOT_ALL_SCANNED,
    NOTHING_FOUND,
    TO_STDERR,
    check_report,
    failure_is_not_all_scanned,
    tell,
    write_report,
)
from kafkatui.config.options import Options
from kafkatui.insight.topic_selection import TopicSelection
from kafkatui.model.errors import KafkatuiError

if TYPE_CHECKING:
    from kafkatui.insight.search.search import Search
    from kafkatui.model.record import Record
    from kafkatui.model.scan import ScanState
    from kafkatui.session.session import ClusterSession
    from kafkatui.session.tasks import Task

QUEUED_MATCHES = 10_000
"""So many wait for standard output; the search waits for it then."""

WAIT_SECONDS = 0.1


@click.command(
    short_help="Records that an expression means, found at the speed of the wire.",
    epilog="An expression: words, /regex/, key:text, header.NAME:text, value.user.id = 42, partition=0, offset>=10, "
    "time>=-1h, with and, or, not, parentheses, limit N. It ends with 0 when something was found, with 1 when nothing "
    "was, with 2 when not everything could be looked at, or its --report could not be written.",
)
@connection_options
@click.argument("topics", metavar="TOPIC...", nargs=-1, required=True, shell_complete=complete_topic)
@click.argument("expression", metavar="EXPRESSION")
@click.option("--newest-first", is_flag=True, help="Backwards: the newest of all partitions first.")
@field_option
@isolation_option
@fates_option
@decode_option
@click.option(
    "-o",
    "--output",
    type=click.Choice(("auto", "line", "value", "json", "csv")),
    default="auto",
    show_default=True,
    help="auto: a line on a terminal, JSON into a pipe.",
)
@click.option(
    "--report",
    metavar="FILE",
    type=click.Path(dir_okay=False, writable=True, allow_dash=True),
    help="Write what was looked at, and why it ended, as JSON: into FILE, or - for standard error.",
)
@failure_is_not_all_scanned
def search(
    options: Options,
    topics: tuple[str, ...],
    expression: str,
    newest_first: bool,
    read_committed: bool,
    decoding: str | None,
    output: str,
    field_names: tuple[str, ...],
    has_fates: bool,
    report: str | None,
) -> int:
    """Find the records of every TOPIC, a name or a /regular expression/, that EXPRESSION means.

    Looks at everything there is now; what was looked at and what was not is told on standard error at the end. Joins no
    group, commits nothing, creates nothing.
    """
    from kafkatui.cli.terminal import chosen_kind
    from kafkatui.insight.search.search import compile_search
    from kafkatui.session.feeds import MetadataFeed

    wanted = compile_search(expression, datetime.now().astimezone())
    field_values(field_names)
    kind = chosen_kind(output)
    refuse_fates_of_values(kind, has_fates=has_fates)
    check_report(report)
    with opened_session(options) as session:
        refuse_export(session.profile)
        choose_decoding(session.decoding, decoding)
        writing = _Writing(session, kind, field_names, is_raw=decoding is None, has_fates=has_fates)
        session.scans.get_ready()
        try:
            names = [topic.name for topic in TopicSelection(topics).topics(session.fetch(MetadataFeed()))]
            state = writing.search(names, wanted, read_committed=read_committed, newest_first=newest_first)
        except (KafkatuiError, KeyboardInterrupt):
            writing.tell_end(report)
            raise
        is_told = writing.tell_end(report)
    if not is_told or (not state.is_complete and state.stopped != "limit"):
        return NOT_ALL_SCANNED
    return DONE if state.matched else NOTHING_FOUND


class _Writing:
    """Writes matches in the main thread while the task looks for more."""

    def __init__(
        self, session: ClusterSession, kind: str, fields: tuple[str, ...], *, is_raw: bool, has_fates: bool
    ) -> None:
        from kafkatui.cli.record_lines import header_line, record_writer

        self.matches: queue.Queue[Record] = queue.Queue(QUEUED_MATCHES)
        self._session = session
        line = record_writer(kind, session.decoding.record_reader, is_raw=is_raw, fields=fields)
        self._lines = FateLines(line, session.fates if has_fates else None, self._say)
        self._heading = header_line(kind, fields, has_fates=has_fates)
        self._state: ScanState | None = None
        self._is_of_several = False
        self._tells = sys.stderr.isatty()
        self._is_amid_write = False
        """Of what Ctrl+C interrupts a part may be lost: nothing is written behind it."""

    def search(self, topics: Sequence[str], wanted: Search, *, read_committed: bool, newest_first: bool) -> ScanState:
        """Look for what is wanted, and write it. Raises KafkatuiError when nothing could be looked at."""
        from kafkatui.cli.terminal import flush

        self._is_of_several = len(topics) > 1
        sys.stdout.buffer.write(self._heading)
        task = self._session.scans.search(
            topics, wanted, on_match=self.matches.put, on_state=self._note, read_committed=read_committed,
            newest_first=newest_first,
        )  # fmt: skip
        try:
            return self._run(task)
        finally:
            flush()

    def _note(self, state: ScanState) -> None:
        """How far it is."""
        self._state = state

    def tell_end(self, report: str | None) -> bool:
        """What was looked at, and what was not, on standard error; as JSON, too, where that was asked for.

        Returns:
            false when that could not be written, which is said.
        """
        if self._state is None:
            return True
        if report != TO_STDERR:
            tell(self._state)
        return report is None or write_report(self._state, report)

    def _run(self, task: Task[ScanState]) -> ScanState:
        """Until the task ends and everything is written. Raises KafkatuiError when it failed."""
        from kafkatui.cli.terminal import flush

        try:
            while True:
                has_ended = task.wait(0)
                if not self._write(0 if has_ended else WAIT_SECONDS) and has_ended:
                    return task.result()
                self._show_progress()
                flush()
        except BaseException as error:
            task.cancel()
            writes = isinstance(error, KeyboardInterrupt) and not self._is_amid_write
            while not task.wait(0) or (writes and not self.matches.empty()):  # it may be waiting to hand over a match
                if not writes:
                    self._drain()
                    task.wait(WAIT_SECONDS)
                else:
                    self._write(WAIT_SECONDS)
            raise
        finally:
            self._clear()

    def _write(self, wait_seconds: float) -> bool:
        """Whether there was a match to write."""
        try:
            found = [self.matches.get(timeout=wait_seconds) if wait_seconds else self.matches.get_nowait()]
        except queue.Empty:
            return False
        while not self.matches.empty() and len(found) < QUEUED_MATCHES:
            found.append(self.matches.get_nowait())
        lines = b"".join(self._lines.lines(found))
        self._clear()
        self._is_amid_write = True
        sys.stdout.buffer.write(lines)
        self._is_amid_write = False
        return True

    def _say(self, text: str) -> None:
        from kafkatui.cli.terminal import remark

        self._clear()
        remark(text)

    def _drain(self) -> None:
        while not self.matches.empty():
            self.matches.get_nowait()

    def _show_progress(self) -> None:
        from kafkatui.view.scan_lines import left_text, scan_text

        if self._tells and self._state is not None:
            left = left_text(self._state, is_of_several=self._is_of_several)
            text = " · ".join(filter(None, (scan_text(self._state), left)))
            sys.stderr.write(f"\r\x1b[K{text[: shutil.get_terminal_size().columns - 1]}")
            sys.stderr.flush()

    def _clear(self) -> None:
        if self._tells:
            sys.stderr.write("\r\x1b[K")
