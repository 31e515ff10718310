"""What a znode shall hold, as actions ask it: data, no bytes, or null, which are three things."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kafkatui.model.errors import FieldError
from kafkatui.model.field import Choice, Chosen, Field, FieldKind, Values
from kafkatui.model.secrets import contains_mask

if TYPE_CHECKING:
    from kafkatui.zookeeper.connection import ZooKeeperConnection

DATA, EMPTY, NULL = "data", "empty", "null"

CONTENT = Field(
    "content", "It holds", "Data, no bytes, or null.", FieldKind.CHOICE, default=Chosen(DATA),
    choices=(
        Choice(DATA, "data", "What stands below."),
        Choice(EMPTY, "empty", "No bytes, which is not null.", "--empty"),
        Choice(NULL, "null", "No data at all, as a folder often has.", "--null"),
    ),
)  # fmt: skip

NEAR_THE_LIMIT = 0.8
"""From this share of what fits on, it is said that it is nearly too much."""


def content_of(values: Values) -> bytes | None:
    """The data that were typed.

    Raises:
        FieldError: none were, and neither empty nor null was chosen; or they hold our mask.
    """
    chosen, data = values.get("content"), values.get("data")
    word = chosen.value if isinstance(chosen, Chosen) else DATA
    if word != DATA and isinstance(data, bytes) and data:
        raise FieldError("data", f"--{word} and data exclude each other.")
    if word != DATA:
        return None if word == NULL else b""
    if not isinstance(data, bytes):
        raise FieldError("data", "Nothing is given.", "Choose empty or null for a znode without data.")
    if contains_mask(data):
        raise FieldError(
            "data", "It holds kafkatui's mask in place of a secret.", "Writing it would destroy the secret."
        )
    return data


def size_warnings(
    connection: ZooKeeperConnection, path: str, data: bytes | None, rest_bytes: int = 0
) -> tuple[str, ...]:
    """That the data nearly fill a request.

    Raises:
        FieldError: they do not fit into one: the server would hang up on it.
    """
    from kafkatui.zookeeper.settings import DEFAULT_MAX_BUFFER_BYTES
    from kafkatui.zookeeper.write.change import max_data_bytes

    size, room = len(data or b""), max_data_bytes(connection, path, rest_bytes)
    limit = connection.options.max_buffer_bytes
    whose = "the servers' default" if limit == DEFAULT_MAX_BUFFER_BYTES else "the profile's"
    if size > room:
        raise FieldError(
            "data",
            f"{size:,} bytes are more than the {room:,} that fit into a request (jute.maxbuffer {limit:,}, {whose}).",
            "If the servers allow more, set jute.maxbuffer in the profile to what they have.",
        )
    if size > room * NEAR_THE_LIMIT:
        return (f"{size:,} bytes are near the {room:,} that fit into a request (jute.maxbuffer {limit:,}, {whose}).",)
    return ()
