"""`kafkatui events`: what changes in the cluster, as it happens, or what was kept of it in a file."""

from __future__ import annotations

import queue
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from kafkatui.cli.failures import DONE
from kafkatui.cli.opened import opened_session
from kafkatui.cli.options import connection_options, option
from kafkatui.cli.terminal import flush, remark, require_reader, write_line
from kafkatui.config.options import Options
from kafkatui.insight.moment import parse_duration_seconds
from kafkatui.model.errors import UsageError
from kafkatui.model.event import EventKind

if TYPE_CHECKING:
    from kafkatui.model.event import Event
    from kafkatui.model.place import Place
    from kafkatui.session.session import ClusterSession

WAIT_SECONDS = 0.2

ABOUT = ("topic", "broker", "group", "znode")


@click.command(short_help="What changes in the cluster, as it happens.",
               epilog="FILTER as in the explorer: text, !text, /regex/, ~fuzzy; several must all hold.")  # fmt: skip
@connection_options
@click.argument("filter_text", metavar="[FILTER]", default="")
@click.option("-f", "--follow", "follows", is_flag=True, help="Tell what changes from now on, until Ctrl+C.")
@click.option("--kind", "kinds", multiple=True, type=click.Choice([kind.value for kind in EventKind]),
              help="Only events of this kind; repeatable.")  # fmt: skip
@option("--topic", metavar="NAME", help="Only what concerns this topic.")
@option("--broker", metavar="ID", help="Only what concerns this broker.")
@option("--group", metavar="ID", help="Only what concerns this consumer group.")
@option("--znode", metavar="PATH", help="Only what concerns this znode, or what is below it.")
@click.option("--wrong", "only_wrong", is_flag=True, help="Only warnings and what is bad.")
@click.option("--count", type=click.IntRange(min=1), metavar="N", help="End after so many events.")
@click.option("--for", "duration", metavar="TIME", help="End after so long (30s, 5m).")
@option("--file", "events_file", metavar="FILE",
        help="Add the events to FILE; without --follow list it. Left out: the profile's events_file.")  # fmt: skip
@click.option("-o", "--output", type=click.Choice(("line", "json")), default="line", show_default=True,
              help="A line each, or a line of JSON each.")  # fmt: skip
def events(
    options: Options,
    filter_text: str,
    follows: bool,
    kinds: tuple[str, ...],
    only_wrong: bool,
    count: int | None,
    duration: str | None,
    output: str,
    **about: str | None,
) -> int:
    """Follow what ZooKeeper's watches, the metadata and other readings tell of, or list what was kept in a file.

    Many changes with one cause are one line. Nothing is changed, and no group is joined.
    """
    from kafkatui.view.events_text import EventWriter

    named = {name: value for name in ABOUT if (value := about.get(name)) is not None}
    if len(named) > 1:
        raise UsageError(f"Only one of {', '.join(f'--{name}' for name in named)} can be meant.")
    until = time.monotonic() + parse_duration_seconds(duration) if duration else float("inf")
    with opened_session(options) as session:
        writer = EventWriter(filter_text, frozenset(kinds), _place(session, named), only_wrong, output == "json")
        told = 0
        for event in _followed(session, until) if follows else _kept(session):
            for line in writer.lines(event):
                write_line(line)
                told += 1
                if told == count:
                    return DONE
            if follows:
                flush()
    return DONE


def _place(session: ClusterSession, named: dict[str, str]) -> Place | None:
    from kafkatui.model.place import Place, PlaceKind

    for kind, name in named.items():
        return Place(session.profile.name, PlaceKind(kind), name)
    return None


def _kept(session: ClusterSession) -> Iterator[Event]:
    """What is in the file, oldest first."""
    if session.events_file is None:
        raise UsageError(
            "There is nothing to list: no events are kept of this cluster.",
            "Follow it with --follow, or name a file: --file FILE, or events_file in the profile.",
        )
    yield from session.events_file.read()


def _followed(session: ClusterSession, until: float) -> Iterator[Event]:
    """What happens until then."""
    from kafkatui.session.notice import EventsAdded, Notice

    happened: queue.SimpleQueue[Event] = queue.SimpleQueue()

    def take(notice: Notice) -> None:
        if isinstance(notice, EventsAdded):
            for event in notice.events:
                happened.put(event)

    session.listen(take)
    session.observe()
    has_said = False
    while time.monotonic() < until:
        if not has_said and (words := _state_words(session)):
            has_said = True
            remark(words)
        try:
            yield happened.get(timeout=WAIT_SECONDS)
        except queue.Empty:
            require_reader()


def _state_words(session: ClusterSession) -> str:
    """How soon changes are told, once that is known; empty before."""
    from kafkatui.view.events_text import sources_text

    sources = session.event_sources
    if session.metadata.value is None:
        return ""
    if session.profile.zookeeper is not None and not sources.is_watching and not session.zookeeper.reason:
        return ""
    return f"following; {sources_text(sources, session.profile.zookeeper is not None)}."
