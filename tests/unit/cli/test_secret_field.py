"""A secret of a verb: from a file or standard input, asked for unseen, and never an argument."""

from __future__ import annotations

import io
import os
from pathlib import Path

import click
import pytest

from kafkatui.cli.action_options import click_parameters, typed_values
from kafkatui.cli.secret_field import secret_of
from kafkatui.model.errors import UsageError
from kafkatui.model.field import Field, FieldKind

FIELD = Field("password", "Password", "It.", FieldKind.SECRET, is_required=True)


def test_the_verb_takes_a_file_and_no_password() -> None:
    [option] = click_parameters([FIELD])
    assert isinstance(option, click.Option)
    assert option.opts == ["--password-file"]
    assert option.metavar == "FILE"


def test_the_first_line_of_a_file_is_it(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    path.write_bytes("pässword with spaces \r\nnot this\n".encode())
    assert typed_values([FIELD], {"field_password": str(path)}) == {"password": "pässword with spaces "}
    for data, words in ((b"\nlater", "empty line"), (b"", "empty line"), (b"\xff\n", "UTF-8")):
        path.write_bytes(data)
        with pytest.raises(UsageError, match=words):
            secret_of(FIELD, str(path))
    with pytest.raises(UsageError, match="No such file"):
        secret_of(FIELD, str(tmp_path / "none"))


def test_standard_input_is_read_to_the_end_of_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"from a pipe\nrest\n")))
    assert secret_of(FIELD, "-") == "from a pipe"


def test_it_is_asked_for_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    typed = iter(["one", "one", "one", "other"])
    monkeypatch.setattr("getpass.getpass", lambda prompt: next(typed))
    monkeypatch.setattr("kafkatui.cli.secret_field.os.open", lambda path, flags: os.dup(0))
    assert secret_of(FIELD, None) == "one"
    with pytest.raises(UsageError, match="not the same"):
        secret_of(FIELD, None)


def test_without_a_terminal_it_says_how_to_give_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_terminal(path: str, flags: int) -> int:
        raise OSError(6, "No such device or address")

    monkeypatch.setattr("kafkatui.cli.secret_field.os.open", no_terminal)
    with pytest.raises(UsageError, match="--password-file FILE"):
        secret_of(FIELD, None)
