"""Sending one change: refused where the server would hang up over it, never called failed when it may be made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from kazoo.client import KazooClient

from kafkatui.model.errors import OutcomeUnknown, ReadOnly, RequestFailed, TimedOut
from kafkatui.zookeeper.connection import READ_ONLY, ZooKeeperConnection
from kafkatui.zookeeper.errors import LOST, translate

_HEADER_BYTES = 8
"""The request's number and its kind (zookeeper.jute, RequestHeader)."""
_TRANSACTION_BYTES = 25
"""So much longer is the change as followers read it (TxnHeader, CreateTxn); until 3.5 with the same limit."""
_LENGTH_BYTES = 4
_INT_BYTES = 4

ANY_VERSION = -1


def send_change(
    connection: ZooKeeperConnection,
    sends: Sequence[Callable[[KazooClient], Any]],
    what: str,
    timeout_seconds: float | None = None,
) -> list[Any]:
    """The outcomes of requests that change something, as `ZooKeeperConnection.outcomes` has them, sent once.

    Raises:
        ReadOnly: the server in use has no quorum.
        OutcomeUnknown: it was sent, and then no answer came or the connection was lost.
        ConnectError: there was no connection, so nothing was sent.
    """
    if connection.state == READ_ONLY:
        raise ReadOnly(
            f"Could not {what}: this ZooKeeper server is read-only (it has no quorum).",
            "Bring the ensemble's other servers back.",
        )
    try:
        outcomes = connection.outcomes(sends, what, timeout_seconds)
    except TimedOut as error:
        raise _unknown(what, "no answer came in time") from error
    for outcome in outcomes:
        if isinstance(outcome, LOST):
            raise _unknown(what, "the connection was lost before the answer came") from outcome
    return outcomes


def check_size(connection: ZooKeeperConnection, path: str, data: bytes | None, what: str, rest_bytes: int = 0) -> None:
    """Refuses a request that the server would not read: it hangs up on a longer one, and the session is interrupted.

    Args:
        rest_bytes: what the request holds beside path, data and a version or flags.

    Raises:
        RequestFailed: says how many bytes of data would fit.
    """
    room = max_data_bytes(connection, path, rest_bytes)
    size = len(data or b"")
    if size > room:
        raise RequestFailed(
            f"Could not {what}: {size:,} bytes are more than the {room:,} that fit into a request "
            f"(jute.maxbuffer {connection.options.max_buffer_bytes:,}).",
            "If the servers allow more, set jute.maxbuffer in the profile to what they have.",
        )


def max_data_bytes(connection: ZooKeeperConnection, path: str, rest_bytes: int = 0) -> int:
    """The most data that the znode at `path` can be given.

    A server by itself takes 25 bytes more (measured to the byte on 3.4.14 and 3.8.4).
    """
    path_bytes = len((connection.chroot + path).encode())
    overhead = _HEADER_BYTES + _LENGTH_BYTES + path_bytes + _LENGTH_BYTES + _INT_BYTES + rest_bytes
    overhead += _TRANSACTION_BYTES
    return max(0, connection.options.max_buffer_bytes - overhead)


def raise_failure(connection: ZooKeeperConnection, outcome: Any, what: str) -> None:
    """Raises `outcome` in our words when it is an exception."""
    if isinstance(outcome, Exception):
        raise translate(outcome, what, connection.server) from outcome


def _unknown(what: str, why: str) -> OutcomeUnknown:
    return OutcomeUnknown(f"Could not {what}: {why}, so it may or may not have been done.", "Read it again to tell.")
