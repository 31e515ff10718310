"""`kafkatui info`: what a report needs, and no secret."""

from __future__ import annotations

import json
import os
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from kafkatui import __version__
from kafkatui.cli.info import EXTRAS
from kafkatui.cli.main import kafkatui
from kafkatui.model.secrets import MASK


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    for name in os.environ:
        if name.startswith("KAFKATUI_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("KAFKATUI_CONFIG_DIR", str(tmp_path / "config"))
    (tmp_path / "config").mkdir()
    return tmp_path


def told(*arguments: str) -> dict[tuple[str, str], str]:
    result = CliRunner().invoke(kafkatui, [*arguments, "info", "-o", "json"], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return {(fact["section"], fact["name"]): fact["value"] for fact in json.loads(result.stdout)}


def test_it_tells_versions_files_terminal_settings_and_what_would_be_connected_to(home: Path) -> None:
    (home / "config" / "config.toml").write_text('theme = "kafkatui-light"\nexplorer_width = 40\n')
    facts = told("-b", "kafka-1:9092", "--read-only")
    assert facts["Program", "kafkatui"] == __version__
    assert {"librdkafka", "kafka-python", "kazoo", "textual"} <= {name for of, name in facts if of == "Client"}
    assert facts["Files", "settings"] == "~/config/config.toml"
    assert ("Terminal", "size") in facts
    assert facts["Settings", "theme"] == "kafkatui-light"
    assert facts["Settings", "explorer_width"] == "40"
    assert facts["Kafka", "bootstrap.servers"] == "kafka-1:9092"
    assert facts["Cluster", "mode"] == "read-only"


def test_secrets_are_masked_wherever_they_stand(home: Path) -> None:
    (home / "config" / "config.toml").write_text(
        '[clusters.prod]\nbootstrap_servers = "kafka-1:9092"\n'
        '[clusters.prod.kafka]\n"sasl.username" = "me"\n"sasl.password" = "hunter-two"\n'
        '"sasl.jaas.config" = "x password=hunter-two"\n'
    )
    result = CliRunner().invoke(kafkatui, ["--cluster", "prod", "info"])
    assert result.exit_code in (0, 1)
    assert "hunter-two" not in result.output
    facts = told("-b", "h:1", "-X", "sasl.password=hunter-two", "-X", "client.id=of-hunter-two")
    assert facts["Kafka", "sasl.password"] == MASK
    assert "hunter-two" not in str(facts)


def test_a_wrong_settings_file_is_told_of_instead_of_failing(home: Path) -> None:
    (home / "config" / "config.toml").write_text('them = "x"\n')
    facts = told()
    assert "there is no setting them" in facts["Cluster", "profile"]
    assert facts["Program", "kafkatui"] == __version__


def test_what_names_hosts_and_users_in_variables_is_told_only_as_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSH_CONNECTION", "10.1.2.3 51234 10.1.2.4 22")
    monkeypatch.setenv("TMUX", "/tmp/tmux-1000/default,1,0")
    facts = told()
    assert facts["Terminal", "within"] == "tmux, ssh"
    assert "10.1.2.3" not in str(facts)


def test_every_extra_is_told() -> None:
    project = tomllib.loads((Path(__file__).parents[3] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert EXTRAS.keys() == project["optional-dependencies"].keys()
