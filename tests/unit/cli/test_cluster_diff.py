"""`kafkatui cluster diff` with files: what it writes and the exit codes that a CI looks at."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from kafkatui.cli.failures import exit_code_of
from kafkatui.cli.main import kafkatui
from kafkatui.codec.cluster_snapshot import snapshot_text
from kafkatui.model.cluster_state import StatePart
from kafkatui.model.replacing import replace
from tests.unit.report.test_cluster_diff import LEFT, RIGHT


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    for name in os.environ:
        if name.startswith("KAFKATUI_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("KAFKATUI_CONFIG_DIR", str(tmp_path))
    states = {
        "left": LEFT, "right": RIGHT,
        "dark": replace(LEFT, acls=None, has_authorizer=None, not_read={StatePart.ACLS: "Not allowed."}),
    }  # fmt: skip
    for name, state in states.items():
        (tmp_path / f"{name}.json").write_text(snapshot_text(state))
    (tmp_path / "config.toml").write_text(
        '[clusters.dead]\nbootstrap_servers = "127.0.0.1:9"\n[clusters.dead.timeouts]\nrequest = 0.5\n'
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> int:
    return exit_code_of(kafkatui, ("cluster", "diff", *arguments))


def test_the_exit_code_says_what_came_of_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("left.json", "left.json") == 0
    assert "left.json and left.json are the same." in capsys.readouterr().err
    assert run("left.json", "right.json") == 1
    assert "10 differences between left.json and right.json." in capsys.readouterr().err
    assert run("left.json", "dark.json") == 2
    assert "Not compared: acls. dark.json: Not allowed." in capsys.readouterr().err
    assert run("left.json", "dark.json", "--ignore", "acls,groups") == 0
    every = ("topics,partitions", "replication", "configs,groups", "acls")
    assert run("left.json", "right.json", *(word for part in every for word in ("--ignore", part))) == 0


def test_what_cannot_be_compared_is_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("left.json", "nowhere.json") == 2
    assert "There is no cluster and no file nowhere.json." in capsys.readouterr().err
    assert run("left.json", "config.toml") == 2
    assert "config.toml is no snapshot" in capsys.readouterr().err
    assert run("left.json", "dead") == 2
    assert "127.0.0.1:9" in capsys.readouterr().err
    assert run("left.json", "right.json", "--ignore", "acl") == 2
    assert "--ignore: There is no part acl. Did you mean acls?" in capsys.readouterr().err


def test_lists_are_written_as_json_and_csv(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("left.json", "right.json", "-o", "json") == 1
    told = capsys.readouterr()
    assert json.loads(told.out)[0] == {
        "kind": "topic", "name": "only left", "what": "topic", "left": "6 × 3", "right": None,
    }  # fmt: skip
    assert told.err == ""
    assert run("left.json", "right.json", "-o", "csv") == 1
    assert capsys.readouterr().out.splitlines()[2] == "topic,orders,partitions,3,4"
