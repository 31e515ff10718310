"""What a settings file says of single topics: [clusters.NAME.topics.TOPIC]."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from kafkatui.config.suggestion import did_you_mean
from kafkatui.model.errors import ConfigError
from kafkatui.model.local_schema import FORMS, local_schema
from kafkatui.model.topic_settings import TopicSettings

TOPIC_FIELDS: Mapping[str, str] = {
    "decode_key": "How keys are read, as --decode has it; a schema's file is found from this one.",
    "decode_value": "How values are read.",
    "decode_headers": "How headers are read.",
    "filter": "The expression Messages opens with, until Esc clears it; here TOPIC may have * and ?.",
}
"""What a [clusters.NAME.topics.TOPIC] may hold."""


def topic_settings(table: Mapping[str, Any], source: Callable[[str], str], folder: Path) -> TopicSettings:
    """One topic's settings.

    Args:
        table: as it was written.
        source: where a name in it stands, for messages.
        folder: where relative paths begin.

    Raises:
        ConfigError: an unknown name, or a value that is none; whether there is such a decoder the session knows.
    """
    for key, value in table.items():
        if key not in TOPIC_FIELDS:
            raise ConfigError(f"{source(key)}: a topic has no {key}.", did_you_mean(key, TOPIC_FIELDS))
        if not isinstance(value, str) or not value.strip():
            raise ConfigError(f"{source(key)}: {key} is a text.", 'Write it like "avro:orders.avsc" or "int64".')
    return TopicSettings(
        **{
            key: value.strip() if key == "filter" else _decoder(value, source(key), folder)
            for key, value in table.items()
        }
    )


def _decoder(name: str, source: str, folder: Path) -> str:
    schema = local_schema(name)
    if schema is None:
        return name.strip()
    if not schema.path:
        raise ConfigError(f"{source}: {name} names no file.", f"It takes {FORMS}.")
    return schema.below(str(folder)).name
