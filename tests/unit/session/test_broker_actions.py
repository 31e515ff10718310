"""What is typed for brokers, before anybody is asked; and that secrets are not written down."""

from __future__ import annotations

import pytest

from kafkatui.insight.setting_moves import setting_moves
from kafkatui.model.errors import FieldError, UsageError
from kafkatui.model.place import PlaceKind
from kafkatui.model.secrets import MASK
from kafkatui.model.setting import Layer, Setting
from kafkatui.model.target import Target
from kafkatui.session.action_runner import without_secrets
from kafkatui.session.actions.broker_config import ACTION, Edit, require_dynamic, wanted_of, without_values


def test_values_are_read_by_their_units() -> None:
    values = {"add_config": ("log.retention.ms=7d", "log.segment.bytes=1GiB"), "delete_config": ("a.b",)}
    assert wanted_of(values) == {"log.retention.ms": "604800000", "log.segment.bytes": "1073741824", "a.b": None}


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({}, "add_config", "Say what to set"),
        ({"add_config": ("a",)}, "add_config", "NAME=VALUE"),
        ({"add_config": ("log.retention.ms=soon",)}, "add_config", "is a time"),
        ({"add_config": (f"a={MASK}",)}, "add_config", "mask"),
        ({"add_config": ("a=1",), "delete_config": ("a",)}, "delete_config", "set as well"),
    ],
)
def test_what_cannot_be_meant_is_said_where_it_was_typed(values: dict[str, object], field: str, words: str) -> None:
    with pytest.raises(FieldError, match=words) as caught:
        wanted_of(values)
    assert caught.value.field == field


def test_a_line_of_the_dialog_that_is_still_as_it_was_is_not_sent() -> None:
    opened = ("num.io.threads=9", "log.retention.ms=")
    assert wanted_of({"add_config": ("num.io.threads=9", "log.retention.ms=1d"), "untouched": opened}) == {
        "log.retention.ms": "86400000"
    }
    with pytest.raises(FieldError, match="Change a value"):
        wanted_of({"add_config": opened, "untouched": opened})


def test_a_brokers_words_are_repeated_without_the_secret_that_was_sent() -> None:
    (move,) = setting_moves(1, {}, {"ssl.key.password": "hunter2"}, {})
    assert without_values("Invalid value hunter2 for it.", Edit(1, (move,))) == f"Invalid value {MASK} for it."


def test_brokers_are_named_or_all_are_meant() -> None:
    assert ACTION.targets_of({"brokers": ("1", "2")}) == (Target(PlaceKind.BROKER, "1"), Target(PlaceKind.BROKER, "2"))
    assert ACTION.targets_of({"cluster_default": True}) == (Target(PlaceKind.CLUSTER),)
    with pytest.raises(UsageError, match="--cluster-default"):
        ACTION.targets_of({})


def test_only_what_is_dynamic_may_be_set_but_what_was_set_may_go() -> None:
    layer = Layer("broker (dynamic)", "listener.name.x.ssl.key.password", None)
    known = {
        "log.dirs": Setting("log.dirs", "/a", "broker (static)", is_read_only=True),
        layer.name: Setting(layer.name, None, layer.source, True, True, (layer,)),
        "ssl.key.password": Setting("ssl.key.password", None, "default", is_sensitive=True),
    }
    with pytest.raises(FieldError, match="read when a broker starts"):
        require_dynamic({"log.dirs": "/b"}, known)
    require_dynamic({layer.name: None}, known)
    with pytest.raises(FieldError, match="type its new value"):
        require_dynamic({"ssl.key.password": ""}, known)


def test_secret_pairs_are_not_written_down() -> None:
    typed = {"add_config": ("ssl.key.password=hunter2", "a=1", "odd.name=hunter2"), "cluster_default": False}
    kept = without_secrets(ACTION.spec, typed, frozenset({"odd.name"}))
    assert kept["add_config"] == [f"ssl.key.password={MASK}", "a=1", f"odd.name={MASK}"]
