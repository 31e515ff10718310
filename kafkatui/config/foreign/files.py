"""Which file it is, and what is in it."""

from __future__ import annotations

from pathlib import Path

from kafkatui.config.foreign.format import ForeignFormat
from kafkatui.config.foreign.java_client import kafka_properties, request_timeout
from kafkatui.config.foreign.kaf import kaf_profiles
from kafkatui.config.foreign.kafkalytic import kafkalytic_profiles
from kafkatui.config.foreign.profile import ForeignProfile, foreign_profile, without_references
from kafkatui.config.profile_text import ProfileText
from kafkatui.model.errors import ConfigError
from kafkatui.model.property_lines import java_properties, plain_properties

LARGEST_BYTES = 4 * 1024 * 1024

_OF_CONSUMERS = ("group.id", "auto.offset.reset", "enable.auto.commit", "enable.auto.offset.store")
"""What a consumer is told, which kafkatui tells its own."""


def read_foreign(path: Path, how: ForeignFormat | None = None) -> tuple[ForeignFormat, list[ForeignProfile]]:
    """The profiles of a file, and whose it is.

    Args:
        how: None: told by its name, else by what is in it.

    Raises:
        ConfigError: it cannot be read, or is not what it should be.
        NotSupported: an extra is needed.
    """
    text = _text_of(path)
    how = how or _guessed(path, text)
    return how, [without_references(each) for each in _read(how, text, path)]


def _read(how: ForeignFormat, text: str, path: Path) -> list[ForeignProfile]:
    match how:
        case ForeignFormat.KAF:
            return kaf_profiles(text, str(path))
        case ForeignFormat.KAFKALYTIC:
            return kafkalytic_profiles(text, str(path))
        case ForeignFormat.OURS:
            ours = ProfileText(text, path)
            return [ForeignProfile(name, ours.entry(name)) for name in ours.names]
        case ForeignFormat.KCAT:
            return [_of_kcat(plain_properties(text), path)]
    return [_of_java(java_properties(text), path)]


def _text_of(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_BYTES + 1)
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}.") from None
    if len(data) > LARGEST_BYTES:
        raise ConfigError(f"{path} is larger than 4 MiB: it holds no profiles.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")  # as java.util.Properties has them


def _guessed(path: Path, text: str) -> ForeignFormat:
    by_ending = {
        ".properties": ForeignFormat.JAVA, ".json": ForeignFormat.KAFKALYTIC, ".yaml": ForeignFormat.KAF,
        ".yml": ForeignFormat.KAF, ".toml": ForeignFormat.OURS,
    }  # fmt: skip
    if path.suffix.lower() in by_ending:
        return by_ending[path.suffix.lower()]
    if path.name.startswith(("kcat", "kafkacat", ".kcat")):
        return ForeignFormat.KCAT
    lines = [line for line in text.splitlines() if line.strip()]
    if text.lstrip().startswith(("{", "[{")):
        return ForeignFormat.KAFKALYTIC
    if any(line.startswith(("clusters:", "current-cluster:")) for line in lines):
        return ForeignFormat.KAF
    is_java = any(name in text for name in ("sasl.jaas.config", ".truststore.", "serializer"))
    return ForeignFormat.JAVA if is_java else ForeignFormat.KCAT


def _of_java(java: dict[str, str], path: Path) -> ForeignProfile:
    if not java:
        raise ConfigError(f"{path}: no property is in it.", "It is NAME=VALUE, line by line.")
    remarks: list[str] = []
    timeouts = request_timeout(java, remarks)
    servers = java.get("bootstrap.servers", "")
    return foreign_profile(path.stem, servers, kafka_properties(java, remarks), remarks, timeouts)


def _of_kcat(properties: dict[str, str], path: Path) -> ForeignProfile:
    if not properties:
        raise ConfigError(f"{path}: no property is in it.", "It is NAME=VALUE, line by line.")
    servers = properties.pop("bootstrap.servers", "") or properties.pop("metadata.broker.list", "")
    remarks: list[str] = []
    left_out = [name for name in properties if name in _OF_CONSUMERS or name.startswith("topic.")]
    if left_out:
        remarks.append(f"Not taken over, since kafkatui tells its own consumers: {', '.join(sorted(left_out))}.")
    kafka = {name: value for name, value in properties.items() if name not in left_out}
    return foreign_profile(path.stem, servers, kafka, remarks)
