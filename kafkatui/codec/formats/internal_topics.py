"""What Kafka keeps in `__consumer_offsets` and `__transaction_state`.

The layouts are those of Kafka's own message definitions: OffsetCommitKey and -Value, GroupMetadataKey and -Value in
`group-coordinator/src/main/resources/common/message`, TransactionLogKey and -Value in `transaction-coordinator`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kafkatui.codec.decoded import Part, Subject
from kafkatui.codec.formats.binary_json import StructureDecoder
from kafkatui.codec.wire import Wire

OFFSETS_TOPIC = "__consumer_offsets"
TRANSACTIONS_TOPIC = "__transaction_state"

_GROUP_KEYS = {
    2: "group metadata",
    3: "consumer group epoch",
    4: "consumer group subscribed partitions",
    5: "consumer group member",
    6: "consumer group target assignment epoch",
    7: "consumer group target assignment",
    8: "consumer group current assignment",
    16: "consumer group regular expression",
}
"""Kinds of record, by the key's version (the later ones KIP-848)."""

_TRANSACTION_STATES = (
    "Empty", "Ongoing", "PrepareCommit", "PrepareAbort", "CompleteCommit", "CompleteAbort", "Dead", "PrepareEpochFence",
)  # fmt: skip


class GroupTopicDecoder(StructureDecoder):
    """Commits and groups; which of the two a value is, is told by what it holds."""

    name = "consumer-offsets"
    help = "Kafka's own records in __consumer_offsets: commits and groups."

    def read(self, subject: Subject, data: bytes) -> Any:
        return _first_that_fits(data, (_group_key,) if subject.part is Part.KEY else (_offset_commit, _group_metadata))


class TransactionTopicDecoder(StructureDecoder):
    """Transactional ids and the state of their transactions."""

    name = "transaction-log"
    help = "Kafka's own records in __transaction_state."

    def read(self, subject: Subject, data: bytes) -> Any:
        return _first_that_fits(data, (_transaction_key if subject.part is Part.KEY else _transaction_value,))


def decoder_of_topic(topic: str, part: Part) -> str | None:
    """The decoder that a topic's keys or values are for; None where nothing is known of it."""
    if part is Part.HEADERS:
        return None
    return {OFFSETS_TOPIC: GroupTopicDecoder.name, TRANSACTIONS_TOPIC: TransactionTopicDecoder.name}.get(topic)


def _first_that_fits(data: bytes, readers: tuple[Callable[[Wire, int], Any], ...]) -> Any:
    """What the first reader gives that reads all of the data and no more."""
    for read in readers:
        wire = Wire(data)
        try:
            version = wire.number("h")
            found = read(wire, version)
            wire.tagged_fields()
        except ValueError:
            continue
        if wire.left == 0:
            return found
    raise ValueError("none of the records known")


def _group_key(wire: Wire, version: int) -> Any:
    if version in (0, 1):
        return {"kind": "commit", "group": wire.text(), "topic": wire.text(), "partition": wire.number("i")}
    if version < 0 or version > 100:
        raise ValueError("no key")
    found = {"kind": _GROUP_KEYS.get(version, f"record of kind {version}"), "group": wire.text()}
    if wire.left:
        found["member" if version != 16 else "expression"] = wire.text()
    return found


def _offset_commit(wire: Wire, version: int) -> Any:
    if not 0 <= version <= 4:
        raise ValueError("no commit")
    wire.is_flexible = version >= 4
    found = {"offset": wire.number("q")}
    if version >= 3:
        found["leader_epoch"] = wire.number("i")
    found["metadata"] = wire.text()
    found["commit_timestamp_ms"] = wire.number("q")
    if version == 1:
        found["expire_timestamp_ms"] = wire.number("q")
    return found


def _group_metadata(wire: Wire, version: int) -> Any:
    if not 0 <= version <= 4:
        raise ValueError("no group")
    wire.is_flexible = version >= 4
    found = {
        "protocol_type": wire.text(),
        "generation": wire.number("i"),
        "protocol": wire.text(),
        "leader": wire.text(),
    }
    if version >= 2:
        found["state_timestamp_ms"] = wire.number("q")
    found["members"] = wire.items(lambda: _member(wire, version))
    return found


def _member(wire: Wire, version: int) -> Any:
    found: dict[str, Any] = {"member_id": wire.text()}
    if version >= 3:
        found["group_instance_id"] = wire.text()
    found |= {"client_id": wire.text(), "client_host": wire.text()}
    if version >= 1:
        found["rebalance_timeout_ms"] = wire.number("i")
    found |= {
        "session_timeout_ms": wire.number("i"),
        "subscription": wire.bytes_(),
        "assignment": wire.bytes_(),
    }
    wire.tagged_fields()
    return found


def _transaction_key(wire: Wire, version: int) -> Any:
    if version != 0:
        raise ValueError("no key")
    return {"transactional_id": wire.text()}


def _transaction_value(wire: Wire, version: int) -> Any:
    if version not in (0, 1):
        raise ValueError("no state")
    wire.is_flexible = version >= 1
    found = {
        "producer_id": wire.number("q"),
        "producer_epoch": wire.number("h"),
        "timeout_ms": wire.number("i"),
        "state": _state(wire.number("b")),
        "partitions": wire.items(lambda: _transaction_partitions(wire)),
        "last_update_timestamp_ms": wire.number("q"),
        "start_timestamp_ms": wire.number("q"),
    }
    return found


def _transaction_partitions(wire: Wire) -> Any:
    found = {"topic": wire.text(), "partitions": wire.items(lambda: wire.number("i"))}
    wire.tagged_fields()
    return found


def _state(number: int) -> str:
    return _TRANSACTION_STATES[number] if 0 <= number < len(_TRANSACTION_STATES) else f"state {number}"
