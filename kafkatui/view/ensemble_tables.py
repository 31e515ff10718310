"""The tables of an ensemble's servers, of its sessions, and of what a server answers to a word."""

from __future__ import annotations

from collections.abc import Callable

from kafkatui.model.ensemble import NOT_ALLOWED, NOT_SERVING, EnsembleServer, EnsembleSession
from kafkatui.model.place import PlaceKind
from kafkatui.view import numbers
from kafkatui.view.cell import Cell, cell
from kafkatui.view.cells import UNKNOWN_CELL, plain_count, text_cell
from kafkatui.view.column import Align, Column
from kafkatui.view.column_kinds import number_column, text_column
from kafkatui.view.next_steps import NextStep
from kafkatui.view.span import Tone
from kafkatui.view.table import TableDefinition

_MODE_TONES = {"leader": Tone.GOOD, "follower": Tone.BRIGHT, "standalone": Tone.BRIGHT, "observer": Tone.BRIGHT}
MANY_OUTSTANDING = 10


def _mode_cell(server: EnsembleServer) -> Cell:
    if not server.mode:
        return cell("✗ no quorum" if server.source else "✗ silent", Tone.BAD)
    return cell(server.mode, _MODE_TONES.get(server.mode, Tone.WARNING))


def _count(
    column_id: str,
    title: str,
    sentence: str,
    value: Callable[[EnsembleServer], int | None],
    show: Callable[[int], str] = numbers.count,
    json_name: str | None = None,
) -> Column[EnsembleServer]:
    """A figure that the server may not tell."""

    def draw(server: EnsembleServer) -> Cell:
        number = value(server)
        return UNKNOWN_CELL if number is None else cell(show(number))

    return number_column(column_id, title, sentence, value, cell=draw, json_name=json_name)


def _latency_cell(server: EnsembleServer) -> Cell:
    return (
        UNKNOWN_CELL if server.latency_ms is None else cell("/".join(f"{round(ms, 1):g}" for ms in server.latency_ms))
    )


def _outstanding_cell(server: EnsembleServer) -> Cell:
    number = server.outstanding
    if number is None:
        return UNKNOWN_CELL
    return cell(numbers.count(number), Tone.WARNING if number > MANY_OUTSTANDING else Tone.PLAIN)


SILENT_STEP = NextStep(
    "See whether it runs and can be reached from here, then look at its log; r asks again.",
    page=PlaceKind.ZOOKEEPER,
    tab="logs",
)


def _server_step(server: EnsembleServer) -> str:
    if server.problem == NOT_ALLOWED:
        return "Allow it mntr and srvr (4lw.commands.whitelist), or give its AdminServer's port (admin.port)."
    if server.problem == NOT_SERVING:
        return "Start the other servers: more than half of those that vote must see each other."
    if server.problem:
        return SILENT_STEP
    if (server.outstanding or 0) > MANY_OUTSTANDING:
        return "It has more to do than it can: look at its disk's latency and at its busiest clients (Sessions)."
    return ""


SERVERS_TABLE: TableDefinition[EnsembleServer] = TableDefinition(
    id="zookeeper_servers",
    noun="server",
    noun_plural="servers",
    columns=[
        text_column("server", "Server", "As the connect string has it.", lambda server: server.address, min_width=12),
        Column(
            "mode", "Mode", "The leader orders all changes, followers vote, observers only follow; read-only: it has "
            "no quorum and was started to serve old reads.", cell=_mode_cell, json_name="mode",
            sort_key=lambda server: server.mode or None, json_value=lambda server: server.mode or None,
            min_width=8, max_width=14,
        ),
        text_column("problem", "Problem", "Why it tells nothing, or does not serve.", lambda server: server.problem,
            tone=lambda _: Tone.WARNING, max_width=60),
        text_column("version", "Version", "Of the server.", lambda server: server.version),
        Column(
            "zxid", "Zxid", "The last transaction that it has: its epoch, then its number in it.",
            cell=lambda server: UNKNOWN_CELL if server.zxid is None else cell(f"{server.zxid:#x}"),
            sort_key=lambda server: server.zxid, json_name="zxid",
            json_value=lambda server: None if server.zxid is None else hex(server.zxid), min_width=6, max_width=20,
        ),
        Column(
            "latency", "Latency ms", "Of requests since it started: least/mean/most.", cell=_latency_cell,
            sort_key=lambda server: server.latency_ms and server.latency_ms[1], json_name="latency_ms",
            json_value=lambda server: server.latency_ms and list(server.latency_ms), min_width=8, max_width=20,
        ),
        number_column(
            "outstanding", "Outstanding", "Requests that it has not answered yet.", lambda server: server.outstanding,
            cell=_outstanding_cell,
        ),
        _count("connections", "Clients", "Connections of clients, kafkatui's among them.",
            lambda server: server.connections, json_name="connections"),
        _count("watches", "Watches", "That its clients have set (mntr).", lambda server: server.watches),
        _count("znodes", "Znodes", "In the whole tree; servers that lag have others.", lambda server: server.znodes),
        _count("ephemerals", "Ephemerals", "Ephemeral znodes among them (mntr).", lambda server: server.ephemerals),
        _count("data", "Data", "About so much in memory (mntr).", lambda server: server.data_bytes, numbers.size,
            "data_bytes"),
        _count("synced", "In step", "Of the leader: followers that have what it has (mntr).",
            lambda server: server.synced, json_name="synced_followers"),
        text_column("asked_by", "Asked by", "Four-letter words, or the AdminServer (admin.port in the profile).",
            lambda server: server.source),
    ],
    key=lambda server: server.address,
    filter_text=lambda server: f"{server.address} {server.mode} {server.version} {server.problem}",
    is_wrong=lambda server: bool(server.problem) or (server.outstanding or 0) > MANY_OUTSTANDING,
    next_step=_server_step,
)  # fmt: skip


def _paths_cell(paths: tuple[str, ...] | None) -> Cell:
    if paths is None:
        return UNKNOWN_CELL
    if not paths:
        return cell("0", Tone.DIM)
    return text_cell(f"{len(paths):,}  {paths[0]}" + (" …" if len(paths) > 1 else ""), Tone.ZOOKEEPER)


SESSIONS_TABLE: TableDefinition[EnsembleSession] = TableDefinition(
    id="zookeeper_sessions",
    noun="session",
    noun_plural="sessions",
    columns=[
        Column(
            "session", "Session", "Its id; the owner of its ephemeral znodes.",
            cell=lambda session: cell(f"{session.id:#x}", Tone.BRIGHT), sort_key=lambda session: session.id,
            json_name="session", json_value=lambda session: hex(session.id), min_width=19, max_width=19,
        ),
        text_column("client", "Client", "Address of its client (cons).", lambda session: session.client),
        text_column("server", "Server", "That the client is connected to.", lambda session: session.server),
        number_column(
            "timeout", "Timeout", "So long the session outlives its connection.", lambda session: session.timeout_ms,
            cell=lambda session: UNKNOWN_CELL if session.timeout_ms is None
            else cell(numbers.duration(session.timeout_ms / 1000)),
            json_name="timeout_ms",
        ),
        Column(
            "ephemerals", "Ephemerals", "Znodes that go when it ends (dump): how many, and the first.",
            cell=lambda session: _paths_cell(session.ephemerals),
            sort_key=lambda session: None if session.ephemerals is None else len(session.ephemerals),
            json_name="ephemerals", json_value=lambda session: session.ephemerals, min_width=10, max_width=70, grow=1,
        ),
        Column(
            "watches", "Watches", "How many paths it watches (wchc); which, is told of the session under the cursor.",
            cell=lambda session: UNKNOWN_CELL if session.watches is None else plain_count(len(session.watches)),
            align=Align.RIGHT,
            sort_key=lambda session: None if session.watches is None else len(session.watches),
            json_name="watches", json_value=lambda session: session.watches, min_width=7,
        ),
        text_column("last", "Last", "The last operation (cons).", lambda session: session.last_operation,
            json_name="last_operation"),
    ],
    key=lambda session: hex(session.id),
    filter_text=lambda session: " ".join(
        (hex(session.id), session.client, session.server, *(session.ephemerals or ()), *(session.watches or ()))
    ),
)  # fmt: skip
