"""The nodes of a quorum, each compared with its leader."""

from __future__ import annotations

from msgspec import Struct

from kafkatui.model.quorum import Quorum, QuorumReplica

SILENT_SECONDS = 10.0
"""A node asks for more every half second; one that did not for so long is not there, or cut off."""


class QuorumRow(Struct, frozen=True):
    """One node.

    Attributes:
        role: "leader", "voter" or "observer".
        lag: records of the metadata that it has not, by its last request; None when not known.
        fetched_seconds, caught_up_seconds: how long ago; None when not known, and of the leader.
        is_silent: whether it has not asked for more for a while.
    """

    replica: QuorumReplica
    role: str
    lag: int | None
    fetched_seconds: float | None
    caught_up_seconds: float | None
    is_silent: bool
    leader_epoch: int
    high_watermark: int


def quorum_rows(quorum: Quorum, now_seconds: float) -> list[QuorumRow]:
    """The leader, the other voters, the observers."""
    rows = [_row(quorum, each, now_seconds) for each in quorum.replicas]
    order = ("leader", "voter", "observer")
    return sorted(rows, key=lambda row: (order.index(row.role), row.replica.node_id))


def _row(quorum: Quorum, replica: QuorumReplica, now_seconds: float) -> QuorumRow:
    is_leader = replica.node_id == quorum.leader_id and replica.is_voter
    role = "leader" if is_leader else "voter" if replica.is_voter else "observer"
    end = quorum.leader_end
    lag = None if end is None or replica.log_end is None else max(0, end - replica.log_end)
    fetched = None if is_leader else _ago(replica.last_fetch_ms, now_seconds)
    caught_up = None if is_leader else _ago(replica.last_caught_up_ms, now_seconds)
    is_silent = not is_leader and (fetched is None or fetched > SILENT_SECONDS)
    return QuorumRow(
        replica, role, lag, fetched, caught_up, is_silent and quorum.leader_id is not None, quorum.leader_epoch,
        quorum.high_watermark,
    )  # fmt: skip


def _ago(milliseconds: int | None, now_seconds: float) -> float | None:
    return None if milliseconds is None else max(0.0, now_seconds - milliseconds / 1000)
