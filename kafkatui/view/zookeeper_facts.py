"""What the ZooKeeper connection and the server in use say of themselves, line by line."""

from __future__ import annotations

from kafkatui.model.observed import Observed, ObservedState
from kafkatui.model.presence import Link, LinkState
from kafkatui.model.side import is_by_you
from kafkatui.model.znode import ZooKeeperStatus
from kafkatui.view import numbers
from kafkatui.view.facts_table import STAT_TABLE, Fact
from kafkatui.view.next_steps import CONNECT_STEP, UNKNOWN_STEP, link_step
from kafkatui.view.span import Tone
from kafkatui.view.table import TableDefinition

NOT_TOLD = "?"

_STATES = {
    "connected": ("The session stands; watches report changes at once.", Tone.GOOD),
    "read-only": ("Connected to a server without a quorum: reads may be old.", Tone.WARNING),
    "suspended": ("The connection is lost; the session may survive until its time-out.", Tone.WARNING),
    "lost": ("The session is over; another one is being opened.", Tone.BAD),
    "connecting": ("No server has answered yet.", Tone.WARNING),
}

_MODES = {
    "standalone": "One server alone: no quorum, nothing replicated.",
    "leader": "It orders all writes of the ensemble.",
    "follower": "It serves reads and passes writes on to the leader.",
    "observer": "It serves reads and does not vote.",
}

_LINK_TONES = {LinkState.LINKED: Tone.GOOD, LinkState.MISMATCH: Tone.BAD, LinkState.FAILED: Tone.BAD}


def zookeeper_facts(observed: Observed[ZooKeeperStatus], link: Link, kafka_cluster_id: str | None) -> list[Fact]:
    """Everything known of the ensemble's side; empty before the first answer. What the server does not tell is "?"."""
    status = observed.value
    if status is None:
        return []
    note, tone = _STATES.get(status.session_state, ("", Tone.BRIGHT))
    if observed.state is ObservedState.STALE:
        note, tone = observed.reason, Tone.WARNING
    return [
        Fact("session", status.session_state, note, status.session_state, tone=tone),
        _told("server", status.server, "The server of the ensemble this session is connected to."),
        _told("version", status.version, "The server's, if srvr, mntr or envi is in 4lw.commands.whitelist."),
        _told("mode", status.mode, _MODES.get(status.mode, "Leader, follower, observer or standalone.")),
        _latency(status),
        _counted("connections", status.connections, "Clients connected to this server, kafkatui among them."),
        _counted("znodes", status.znode_count, "In the whole tree, other clusters' chroots included."),
        Fact("chroot", status.chroot or "/", "Kafka's part of the tree; every path shown is below it.", status.chroot),
        _told("cluster id", status.cluster_id or "", "As /cluster/id has it."),
        _told("Kafka's id", kafka_cluster_id or "", "As Kafka's metadata has it."),
        Fact("link", link.state.value, link.text, link.text, tone=_LINK_TONES.get(link.state, Tone.WARNING)),
    ]


def _told(name: str, value: str, note: str) -> Fact:
    return Fact(name, value or NOT_TOLD, note, value or None, tone=Tone.BRIGHT if value else Tone.DIM)


def _counted(name: str, value: int | None, note: str) -> Fact:
    text = NOT_TOLD if value is None else numbers.count(value)
    return Fact(name, text, note, value, tone=Tone.DIM if value is None else Tone.BRIGHT)


def _latency(status: ZooKeeperStatus) -> Fact:
    note = "Of requests since the server started: least, mean, most."
    if status.latency_ms is None:
        return Fact("latency", NOT_TOLD, note, tone=Tone.DIM)
    return Fact("latency", " / ".join(f"{ms:g}" for ms in status.latency_ms) + " ms", note, list(status.latency_ms))


def _next_step(fact: Fact) -> str:
    if fact.tone not in (Tone.WARNING, Tone.BAD):
        return ""
    if fact.name == "link":
        return link_step(LinkState(fact.value), fact.note) or UNKNOWN_STEP
    if is_by_you(fact.note):
        return CONNECT_STEP
    return "See which servers answer and whether they have a quorum: Ensemble. It connects again by itself."


ZOOKEEPER_TABLE: TableDefinition[Fact] = TableDefinition(
    id="zookeeper",
    noun="fact",
    noun_plural="facts",
    columns=STAT_TABLE.columns,
    key=STAT_TABLE.key,
    filter_text=STAT_TABLE.filter_text,
    is_wrong=lambda fact: fact.tone in (Tone.WARNING, Tone.BAD),
    next_step=_next_step,
)
