"""Offsets as `kafka-consumer-groups.sh --export` writes and `--from-file` reads them: CSV without a heading.

A line is `topic,partition,offset`, or `group,topic,partition,offset` where the file is of several groups.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping

from kafkatui.model.cluster import TopicPartition

Offsets = Mapping[TopicPartition, int]


def parse_offset_file(text: str, group_id: str) -> dict[TopicPartition, int]:
    """The offsets that a file has for a group; lines of other groups are passed over.

    Raises:
        ValueError: a line is none, in words.
    """
    found: dict[TopicPartition, int] = {}
    rows = csv.reader(io.StringIO(text.lstrip("\ufeff")))
    for row in rows:
        cells = [cell.strip() for cell in row]
        if not any(cells):
            continue
        if len(cells) not in (3, 4):
            raise ValueError(f"line {rows.line_num}: not topic,partition,offset nor group,topic,partition,offset")
        if len(cells) == 4 and cells[0] != group_id:
            continue
        topic, partition, offset = cells[-3:]
        if not topic or not partition.isdecimal() or not offset.isdecimal():
            raise ValueError(f"line {rows.line_num}: “{','.join(cells)}” has no partition and offset")
        if (topic, int(partition)) in found:
            raise ValueError(f"line {rows.line_num}: {topic}-{partition} is there twice")
        found[topic, int(partition)] = int(offset)
    return found


def offset_file(offsets: Iterable[tuple[str, Offsets]]) -> str:
    """The file for those groups, with their names where there are several."""
    groups = list(offsets)
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    for group_id, known in groups:
        for (topic, partition), offset in sorted(known.items()):
            row: list[str | int] = [topic, partition, offset]
            writer.writerow([group_id, *row] if len(groups) > 1 else row)
    return written.getvalue()


def parse_partition_offsets(text: str, only_topic: str | None = None) -> dict[TopicPartition, int]:
    """ "orders:0=10,1=20 payments:2=5", or "0=10,1=20" of `only_topic`.

    Raises:
        ValueError: it cannot be meant, in words.
    """
    found: dict[TopicPartition, int] = {}
    for word in text.split():
        topic, colon, pairs = word.rpartition(":")
        name = topic if colon else only_topic
        if not name:
            raise ValueError(f"“{word}” names no topic: TOPIC:0=10,1=20")
        for pair in pairs.split(","):
            partition, equals, offset = pair.partition("=")
            if not equals or not partition.isdecimal() or not offset.isdecimal():
                raise ValueError(f"“{pair}” is no PARTITION=OFFSET")
            if (name, int(partition)) in found:
                raise ValueError(f"{name}-{partition} is named twice")
            found[name, int(partition)] = int(offset)
    if not found:
        raise ValueError("no offset is named")
    return found
