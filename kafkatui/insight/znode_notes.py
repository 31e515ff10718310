"""What is worth saying of a znode's bytes: broken where Kafka would stumble, marked, packed, or written by Java."""

from __future__ import annotations

import codecs
import json
import re
import zlib

from kafkatui.codec.sanitise import sanitise
from kafkatui.insight.znode_secrets import mask_znode_data

_JSON_KINDS = frozenset({
    "broker", "topic", "partition-state", "controller", "cluster-id", "config-change", "broker-default-config",
    "broker-config", "topic-config", "client-quota", "user", "user-client", "ip", "feature", "isr-change",
    "log-dir-event", "producer-ids", "reassignment", "preferred-election", "migration", "topic-acls", "group-acls",
    "acl", "extended-acl-change", "token", "consumer-id",
})  # fmt: skip
"""Kinds of `ZnodeRule` whose data Kafka reads as a JSON object, where there are any."""
_NUMBER_KINDS = {"controller-epoch": "the controller's epoch", "consumer-offset": "an offset"}
_NEVER_EMPTY = frozenset({"broker", "topic", "partition-state", "controller", "cluster-id"})
_NUMBER = re.compile(rb"-?\d{1,19}")
_MARKS = ((codecs.BOM_UTF8, "UTF-8"), (codecs.BOM_UTF16_LE, "UTF-16, little-endian"), (codecs.BOM_UTF16_BE,
    "UTF-16, big-endian"))  # fmt: skip
_JAVA_STRING = b"\xac\xed\x00\x05t"
_ZLIB_HEADS = (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")
_GZIP = b"\x1f\x8b\x08"
UNPACKED_BYTES = 65_536
SHOWN = 200


def data_notes(kind: str, path: str, data: bytes | None) -> list[tuple[str, str, bool]]:
    """(label, sentence, whether something is wrong) for each.

    Args:
        kind: a `ZnodeRule.id`.
        data: as they were read, secrets masked.
    """
    notes = []
    if (broken := broken_words(kind, data)) is not None:
        notes.append(("Broken", broken, True))
    if not data:
        return notes
    mark = next((name for bytes_, name in _MARKS if data.startswith(bytes_)), "")
    if mark:
        text = "" if mark == "UTF-8" else f": {_shown(data.decode('utf-16', 'replace'))}"
        notes.append(("BOM", f"begins with a byte order mark of {mark}{text}", False))
    if (string := java_string(data)) is not None:
        notes.append(("Java", f"a serialised String: {_shown(string)}", False))
    if (unpacked := unpack(data)) is not None:
        form, content, is_whole = unpacked
        shown = _shown(mask_znode_data(path, content).decode("utf-8", "replace"))
        size = f"{len(content):,} B" if is_whole else f"over {len(content):,} B"
        notes.append(("Packed", f"{form}, {size} unpacked: {shown}", False))
    return notes


def broken_words(kind: str, data: bytes | None) -> str | None:
    """Why Kafka cannot read this; None when it can, or reads nothing of the kind."""
    if kind in _NUMBER_KINDS:
        is_number = data is not None and _NUMBER.fullmatch(data.strip()) is not None
        return None if is_number else f"Kafka keeps {_NUMBER_KINDS[kind]} here, and this is no number."
    if kind not in _JSON_KINDS:
        return None
    if not data:
        return "Kafka keeps JSON here, and there is nothing." if kind in _NEVER_EMPTY else None
    try:
        value = json.loads(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        return f"Kafka keeps JSON here, and this is not UTF-8 (at byte {error.start})."
    except json.JSONDecodeError as error:
        why = f"{error.msg[:1].lower()}{error.msg[1:]}"
        return f"Kafka keeps JSON here, and this is none: {why}, at character {error.pos + 1}."
    except RecursionError:
        return "Kafka keeps JSON here, and this is nested too deeply to be read."
    return None if isinstance(value, dict) else "Kafka keeps a JSON object here, and this is none."


def java_string(data: bytes) -> str | None:
    """The text of a String as java.io.ObjectOutputStream writes it; None when it is none."""
    if not data.startswith(_JAVA_STRING) or len(data) < 7:
        return None
    length = int.from_bytes(data[5:7], "big")
    text = data[7 : 7 + length]
    return text.decode("utf-8", "replace") if len(text) == length == len(data) - 7 else None


def unpack(data: bytes) -> tuple[str, bytes, bool] | None:
    """The format, at most 64 KiB of the content, and whether that is all; None when it is neither gzip nor zlib."""
    if not data.startswith((_GZIP, *_ZLIB_HEADS)):
        return None
    is_gzip = data.startswith(_GZIP)
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16 if is_gzip else zlib.MAX_WBITS)
    try:
        content = unpacker.decompress(data, UNPACKED_BYTES)
    except zlib.error:
        return None
    if not unpacker.eof and len(content) < UNPACKED_BYTES:
        return None  # it only begins alike, or is cut off
    return "gzip" if is_gzip else "zlib", content, unpacker.eof


def _shown(text: str) -> str:
    line = sanitise(" ".join(text.split()))
    return line if len(line) <= SHOWN else f"{line[:SHOWN]}…"
