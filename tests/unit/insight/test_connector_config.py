"""Secrets of a connector's configuration are neither shown nor lost; what is typed is read."""

from __future__ import annotations

import json

import pytest

from kafkatui.insight.connector_config import config_text, filled_in, read_config, shown_config, shown_trace
from kafkatui.model.secrets import MASK

CONFIG = {
    "name": "x",
    "connector.class": "Jdbc",
    "connection.password": "hunter22",
    "token": "${file:/run/secrets:token}",
}


def test_secrets_are_masked_and_references_are_none() -> None:
    shown = shown_config(CONFIG)
    assert shown["connection.password"] == MASK
    assert shown["token"] == "${file:/run/secrets:token}"
    assert "hunter22" not in config_text(CONFIG)
    assert shown_trace("cannot log in with hunter22", CONFIG) == f"cannot log in with {MASK}"


def test_what_is_masked_stays_as_it_is() -> None:
    typed = json.loads(config_text(CONFIG))
    assert filled_in({**typed, "name": "y"}, CONFIG) == {**CONFIG, "name": "y"}
    with pytest.raises(ValueError, match="password is masked, and there is no value"):
        filled_in(typed, {})
    with pytest.raises(ValueError, match="within its value"):
        filled_in({"connection.password": f"a{MASK}"}, CONFIG)


def test_both_forms_of_json_are_read() -> None:
    assert read_config('{"name": "x", "config": {"tasks.max": 2, "a": true, "b": null}}') == (
        "x", {"tasks.max": "2", "a": "true"},
    )  # fmt: skip
    assert read_config('{"name": "x", "topic": "t"}') == ("x", {"name": "x", "topic": "t"})


@pytest.mark.parametrize(("text", "words"), [("{", "no JSON"), ("[1]", "no JSON object"), ('{"a": [1]}', "a list")])
def test_what_is_no_configuration_is_said(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        read_config(text)
