"""A settings file that others may read and that holds a secret is warned of, and no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from kafkatui.config.exposure import exposed_secret
from kafkatui.config.file import load_config_file

INLINE = """
[clusters.prod]
bootstrap_servers = "kafka:9092"
kafka = { "sasl.password" = "hunter2" }
"""
IN_ZOOKEEPER = """
[clusters.prod]
bootstrap_servers = "kafka:9092"
zookeeper = "zk:2181"
zookeeper_properties = { auth = "digest:user:hunter2" }
"""
REFERRED_TO = """
[clusters.prod]
bootstrap_servers = "kafka:9092"
kafka = { "sasl.password" = "${env:KAFKA_PASSWORD}", "ssl.key.location" = "/etc/key.pem" }
"""


def warning(directory: Path, text: str, mode: int) -> str | None:
    path = directory / "config.toml"
    path.write_text(text)
    path.chmod(mode)
    return exposed_secret(load_config_file({}, str(path)))


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604])
@pytest.mark.parametrize(("text", "name"), [(INLINE, "sasl.password"), (IN_ZOOKEEPER, "auth")])
def test_a_secret_that_others_may_read_is_named_and_not_told(tmp_path: Path, text: str, name: str, mode: int) -> None:
    said = warning(tmp_path, text, mode)
    assert said is not None
    assert name in said
    assert f"chmod 600 {tmp_path / 'config.toml'}" in said
    assert "hunter2" not in said


@pytest.mark.parametrize(("text", "mode"), [(INLINE, 0o600), (IN_ZOOKEEPER, 0o400), (REFERRED_TO, 0o644), ("", 0o644)])
def test_nothing_is_said_of_what_is_safe(tmp_path: Path, text: str, mode: int) -> None:
    assert warning(tmp_path, text, mode) is None


def test_without_a_file_there_is_nothing_to_say() -> None:
    assert exposed_secret(load_config_file({"XDG_CONFIG_HOME": "/nowhere", "HOME": "/nowhere"}, None)) is None
