"""Secrets by reference: commands and the keyring."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from kafkatui.config import keyring_secrets, references
from kafkatui.config.keyring_secrets import keep_in_keyring, keyring_obstacle, keyring_reference, keyring_user
from kafkatui.config.references import has_reference, resolve_references
from kafkatui.model.errors import ConfigError
from tests.unit.config.fake_keyring import FakeKeyring, HeadlessKeyring


def resolved(text: str) -> str:
    return resolve_references(text, {"PATH": "/usr/bin:/bin"}, "here")


def test_a_command_gives_what_it_writes() -> None:
    assert resolved("a-${command:printf 's3cret word'}-b") == "a-s3cret word-b"
    assert resolved("${command:echo s3cret}") == "s3cret", "without the newline at its end"
    assert has_reference("${command:x}")


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("", "no command can be read"),
        ("echo 'a", "no command can be read"),
        ("/nowhere/at-all", "the command /nowhere/at-all cannot be run: No such file"),
        ("sh -c 'echo s3cret >&2; echo s3cret; exit 3'", "the command sh ended with 3"),
        ("true", "the command true wrote nothing"),
        (r"printf '\377'", "is not UTF-8"),
    ],
)
def test_a_command_that_fails_is_named_and_what_it_said_is_not(
    command: str, said: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(ConfigError, match=said) as caught:
        resolved(f"${{command:{command}}}")
    assert "s3cret" not in str(caught.value)
    assert capfd.readouterr() == ("", "")


def test_a_command_that_asks_or_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(references, "COMMAND_SECONDS", 0.2)
    with pytest.raises(ConfigError, match="the command sleep has not ended"):
        resolved("${command:sleep 30}")
    with pytest.raises(ConfigError, match="wrote nothing"):
        resolved("${command:cat}")


def test_the_keyring_gives_what_was_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring_secrets, "_keyring", FakeKeyring)
    user = keyring_user("pr/od", "sasl.password")
    assert keyring_obstacle() is None
    with pytest.raises(ConfigError, match=r"the keyring has no kafkatui/pr_od\.sasl\.password"):
        resolved(keyring_reference(user))
    keep_in_keyring(user, "s3cret")
    assert resolved(keyring_reference(user)) == "s3cret"
    with pytest.raises(ConfigError, match="SERVICE/USER"):
        resolved("${keyring:alone}")


def test_without_a_keyring_it_says_why_and_what_else_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring_secrets, "_keyring", HeadlessKeyring)
    with pytest.raises(ConfigError, match="no keyring that answers") as caught:
        resolved("${keyring:a/b}")
    assert "${env:NAME}" in caught.value.advice
    monkeypatch.undo()
    monkeypatch.setitem(sys.modules, "keyring", None)
    assert keyring_obstacle() == "The keyring needs: pip install '.[keyring]' in kafkatui's folder."


def test_the_library_itself_keeps_and_gives_with_a_backend_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    keyring: Any = pytest.importorskip("keyring")
    kept: dict[tuple[str, str], str] = {}
    methods = {
        "priority": 1,
        "get_password": lambda _, service, user: kept.get((service, user)),
        "set_password": lambda _, service, user, secret: kept.update({(service, user): secret}),
    }
    in_memory: Any = type("InMemory", (keyring.backend.KeyringBackend,), methods)
    before = keyring.get_keyring()
    keyring.set_keyring(in_memory())
    try:
        keep_in_keyring("prod.sasl.password", "s3cret")
        assert resolved("${keyring:kafkatui/prod.sasl.password}") == "s3cret"
    finally:
        keyring.set_keyring(before)
