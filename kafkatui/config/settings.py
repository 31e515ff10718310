"""Every setting once: name, type, bounds, default and what it does; read by files, environment and documentation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from kafkatui.config.suggestion import did_you_mean
from kafkatui.model.errors import ConfigError

MIB = 1024 * 1024


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """How kafkatui behaves, whatever cluster it looks at. The description of each field is its documentation."""

    theme: Annotated[
        str,
        Meta(
            min_length=1,
            description="Colours: kafkatui-dark, -light, -contrast, -colour-blind, one of your own (themes/NAME.toml"
            " beside this file), or any theme that Textual has.",
        ),
    ] = "kafkatui-dark"
    cluster: Annotated[
        str,
        Meta(
            description="The [clusters.NAME] to open when none is named. Empty: the only one, or localhost without any."
        ),
    ] = ""
    read_only: Annotated[
        bool,
        Meta(description="Never write to Kafka or ZooKeeper. True anywhere (file, cluster, variable, option) is true."),
    ] = False
    show_internal_topics: Annotated[
        bool, Meta(description="List topics such as __consumer_offsets from the start.")
    ] = False
    go_to: Annotated[
        str,
        Meta(
            description="Where the explorer opens, as after `:` (topic orders messages); last: where it was left. "
            "Empty: the topics."
        ),
    ] = ""
    explorer_width: Annotated[
        int, Meta(ge=16, le=120, description="Width of the Explorer on the left, in terminal columns.")
    ] = 30
    record_buffer_count: Annotated[
        int,
        Meta(ge=100, le=10_000_000, description="Records a Messages page keeps; older ones fall out and are counted."),
    ] = 100_000
    record_buffer_bytes: Annotated[
        int, Meta(ge=MIB, description="Bytes of records a Messages page keeps, whichever limit comes first.")
    ] = 64 * MIB
    request_timeout_seconds: Annotated[
        float, Meta(ge=0.5, le=600, description="How long any one request to Kafka or ZooKeeper may take.")
    ] = 10.0
    metadata_interval_seconds: Annotated[
        float,
        Meta(
            ge=0.5, le=3600, description="Shortest time between two reads of the whole metadata; scaled to their cost."
        ),
    ] = 2.0
    keymap: Annotated[
        Mapping[str, str],
        Meta(description="Keys by the id of an action, as [keymap]; several keys separated by commas."),
    ] = msgspec.field(default_factory=dict)
    refresh: Annotated[
        Mapping[str, float],
        Meta(description="Seconds between two reads of what a page shows, by the page's name, as [refresh]."),
    ] = msgspec.field(default_factory=dict)


TABLES = ("keymap", "refresh", "aliases", "commands", "clusters")
"""The names at the top of the file that are tables, not settings."""

SETTING_FIELDS: Mapping[str, msgspec.structs.FieldInfo] = {
    field.name: field for field in msgspec.structs.fields(Settings) if field.name not in TABLES
}
"""The plain settings by name, in the order in which they are documented."""

ENVIRONMENT_PREFIX = "KAFKATUI_"


def description_of(name: str) -> str:
    """What a setting does, in a sentence."""
    for metadata in getattr(SETTING_FIELDS[name].type, "__metadata__", ()):
        if isinstance(metadata, Meta) and metadata.description:
            return metadata.description
    raise KeyError(name)


def convert_setting(name: str, value: Any, source: str, *, from_text: bool = False) -> Any:
    """One setting's value in its type.

    Args:
        value: what a TOML file or, with `from_text`, an environment variable holds.
        source: where it was read, for the message: "config.toml, line 3".

    Raises:
        ConfigError: an unknown name, with the nearest valid one, or a value of the wrong type or out of bounds.
    """
    if name not in SETTING_FIELDS:
        raise ConfigError(f"{source}: there is no setting {name}.", did_you_mean(name, [*SETTING_FIELDS, *TABLES]))
    text = value.strip().lower() if from_text and SETTING_FIELDS[name].type is not str else value
    if from_text and name in ("read_only", "show_internal_topics"):
        text = {"yes": "true", "on": "true", "no": "false", "off": "false", "": "false"}.get(text, text)
    elif from_text:
        text = value.strip()
    try:
        return msgspec.convert(text, SETTING_FIELDS[name].type, strict=not from_text)
    except msgspec.ValidationError as error:
        raise ConfigError(f"{source}: {name}: {_plain(error)}.", f"{name}: {description_of(name)}") from None


def settings_from_environment(environ: Mapping[str, str]) -> dict[str, Any]:
    """The settings that `KAFKATUI_<NAME>` variables give, by name."""
    found = {}
    for name in SETTING_FIELDS:
        variable = ENVIRONMENT_PREFIX + name.upper()
        if variable in environ:
            found[name] = convert_setting(name, environ[variable], variable, from_text=True)
    return found


def _plain(error: msgspec.ValidationError) -> str:
    """msgspec's sentence with its marks taken off: "expected int, got str"."""
    text = str(error).replace("`", "")
    return text[:1].lower() + text[1:]
