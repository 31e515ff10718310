"""`kafkatui cluster …` as a command: what is typed, what is written, what is told, the exit code."""

from __future__ import annotations

import json
import os
import socket
import tomllib
from pathlib import Path
from typing import Any

import pytest

from kafkatui.cli.failures import exit_code_of
from kafkatui.cli.main import kafkatui
from kafkatui.config import keyring_secrets
from tests.unit.config.fake_keyring import KEPT, FakeKeyring


@pytest.fixture(autouse=True)
def path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    for name in os.environ:
        if name.startswith("KAFKATUI_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("KAFKATUI_CONFIG_DIR", str(tmp_path))
    monkeypatch.setenv("KAFKATUI_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setattr(keyring_secrets, "_keyring", FakeKeyring)
    KEPT.clear()
    return tmp_path / "config.toml"


def run(*arguments: str) -> int:
    return exit_code_of(kafkatui, ("cluster", *arguments))


def clusters(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text()).get("clusters", {})  # type: ignore[no-any-return]


def test_add_edit_clone_list_remove_and_undo(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add = ("add", "prod", "-b", "a:1", "-z", "zk/k", "-X", "sasl.username=me", "-X", "sasl.password=s3c", "--read-only")
    assert run(*add, "--timeout", "request=20", "--zookeeper-property", "auth=digest:u:p", "--protected", "-y") == 0
    assert "keyring" in capsys.readouterr().out
    assert clusters(path)["prod"] == {
        "bootstrap_servers": "a:1", "zookeeper": "zk/k", "read_only": True, "protected": True,
        "kafka": {"sasl.username": "me", "sasl.password": "${keyring:kafkatui/prod.sasl.password}"},
        "zookeeper_properties": {"auth": "${keyring:kafkatui/prod.auth}"}, "timeouts": {"request": 20},
    }  # fmt: skip
    edit = (
        "edit",
        "prod",
        "-X",
        "sasl.username=",
        "-X",
        "client.id=x",
        "--timeout",
        "request=",
        "--timeout",
        "zookeeper=2",
    )
    assert run(*edit, "--read-write", "--no-export", "--rename", "live", "-z", "none", "-y") == 0
    assert clusters(path) == {
        "live": {
            "bootstrap_servers": "a:1", "protected": True, "no_export": True, "timeouts": {"zookeeper": 2},
            "kafka": {"sasl.password": "${keyring:kafkatui/prod.sasl.password}", "client.id": "x"},
            "zookeeper_properties": {"auth": "${keyring:kafkatui/prod.auth}"},
        }
    }  # fmt: skip
    assert run("clone", "live", "test", "-y") == 0
    capsys.readouterr()
    assert run("list", "-o", "json") == 0
    assert [row["name"] for row in json.loads(capsys.readouterr().out)] == ["live", "test"]
    assert run("remove", "live", "-y") == 0
    assert list(clusters(path)) == ["test"]
    assert run("undo", "-y") == 0
    assert list(clusters(path)) == ["test", "live"]
    assert run("undo", "--list", "-o", "json") == 0


def test_a_dry_run_writes_nothing_and_without_yes_somebody_has_to_be_asked(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("add", "x", "-b", "a:1", "--dry-run") == 0
    assert "Adds x to" in capsys.readouterr().out
    assert not path.exists()
    assert run("edit", "x", "-b", "a:1", "-y") == 1
    assert "x is not in" in capsys.readouterr().err
    assert run("add", "x", "-b", "a:x", "-y") == 2
    assert "--bootstrap-server: a:x: the port x" in capsys.readouterr().err


def test_import_and_export(path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "a.properties"
    file.write_text("bootstrap.servers=a:1\nacks=all\n")
    assert run("import", str(file), "--name", "mine", "-y") == 0
    assert "Not taken over" in capsys.readouterr().out
    path.write_text(path.read_text() + '[clusters.mine.kafka]\n"sasl.password" = "s3c"\n')
    assert run("export", "-", "mine") == 0
    told = capsys.readouterr()
    assert "s3c" not in told.out
    assert "left out" in told.err
    assert run("export", "-", "--with-secrets") == 0
    assert "s3c" in capsys.readouterr().out
    assert run("export", str(tmp_path / "config.toml")) == 2
    assert "is there already" in capsys.readouterr().err
    assert run("export", str(tmp_path / "new.toml"), "--dry-run") == 0
    previewed = capsys.readouterr().out
    assert "Writes 1 cluster to" in previewed
    assert "sasl.password" in previewed
    assert not (tmp_path / "new.toml").exists()


def test_testing_tells_every_part_and_fails_when_one_does(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as bound:  # taken, and nobody listens
        bound.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{bound.getsockname()[1]}"
        path.write_text(
            f'[clusters.dead]\nbootstrap_servers = "{address}"\nzookeeper = "{address}"\n'
            f"[clusters.dead.timeouts]\nrequest = 0.5\nzookeeper = 0.5\n[clusters.dead.kafka]\n"
            f'"schema.registry.url" = "http://{address}"\n'
            '[clusters.unset]\nbootstrap_servers = "a:1"\n[clusters.unset.kafka]\n'
            '"sasl.password" = "${env:NOT_SET_AT_ALL}"\n'
        )
        assert run("test", "-o", "json") == 1
    rows = json.loads(capsys.readouterr().out)
    assert [(row["cluster"], row["part"], row["state"]) for row in rows] == [
        ("dead", "Kafka", "fails"), ("dead", "Kafka's second client", "fails"), ("dead", "ZooKeeper", "fails"),
        ("dead", "schema registry", "fails"), ("unset", "profile", "fails"),
    ]  # fmt: skip
    assert "NOT_SET_AT_ALL is not set" in rows[-1]["text"]
    assert all(row["milliseconds"] is not None for row in rows[:-1])
