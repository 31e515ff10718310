"""Verbs on a cluster whose records are only to be looked at."""

from __future__ import annotations

import pytest

from kafkatui.cli import exporting
from kafkatui.cli.exporting import refuse_export
from kafkatui.cli.failures import exit_code_of
from kafkatui.cli.main import kafkatui
from kafkatui.model.errors import UsageError
from kafkatui.model.profile import Profile


def test_records_go_to_a_terminal_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    profile = Profile("prod", {"bootstrap.servers": "a:1"}, no_export=True)
    with pytest.raises(UsageError, match="only to be looked at"):
        refuse_export(profile)
    monkeypatch.setattr(exporting, "is_terminal", lambda: True)
    refuse_export(profile)
    monkeypatch.undo()
    refuse_export(Profile("test", {"bootstrap.servers": "a:1"}))


@pytest.mark.parametrize(
    "arguments", [("tail", "t"), ("search", "t", "key = 1"), ("latest", "t"), ("history", "t", "k"), ("analyse", "t")]
)
def test_every_verb_of_records_asks_before_it_reads(
    arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, tmp_path: object, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KAFKATUI_CONFIG_DIR", str(tmp_path))
    with open(f"{tmp_path}/config.toml", "w") as file:
        file.write('[clusters.prod]\nbootstrap_servers = "127.0.0.1:9"\nno_export = true\n')
    assert exit_code_of(kafkatui, arguments) == 2
    assert "only to be looked at" in capsys.readouterr().err
