"""What `y` can copy of a record, and the commands that read it."""

from __future__ import annotations

import shlex

from kafkatui.codec.decoder import RecordReader
from kafkatui.model.record import Record
from kafkatui.view.copy_choices import CopyChoice
from kafkatui.view.data_text import name_text
from kafkatui.view.record_json import record_line


def record_choices(record: Record, reader: RecordReader, servers: str) -> list[CopyChoice]:
    """The record as JSON, its key, its headers and the commands, of what there is."""
    choices = [CopyChoice("record as JSON", record_line(record, reader))]
    if record.key is not None:
        choices.append(CopyChoice("key", reader.key.decode(record.key).text))
    if record.headers:
        read = reader.header
        lines = (f"{name_text(name)}={read(name).decode(value).text}" for name, value in record.headers)
        choices.append(CopyChoice("headers", "\n".join(lines)))
    return [
        *choices,
        CopyChoice("kcat command", kcat_command(servers, record.topic, record)),
        CopyChoice("kafka-console-consumer", console_consumer_command(servers, record)),
    ]


def kcat_command(servers: str, topic: str, record: Record | None) -> str:
    """Reads one record, or the topic when there is none."""
    where = f" -p {record.partition} -o {record.offset} -c 1" if record is not None else ""
    return f"kcat -b {shlex.quote(servers)} -C -t {shlex.quote(topic)}{where}"


def console_consumer_command(servers: str, record: Record) -> str:
    """Reads one record with Kafka's own tool, key, headers and time included."""
    return (
        f"kafka-console-consumer.sh --bootstrap-server {shlex.quote(servers)} --topic {shlex.quote(record.topic)} "
        f"--partition {record.partition} --offset {record.offset} --max-messages 1 "
        "--property print.key=true --property print.headers=true --property print.timestamp=true"
    )
