"""What changing a broker's properties comes to, by the layers that its values come from."""

from __future__ import annotations

import pytest

from kafkatui.insight.setting_moves import overruled, setting_moves
from kafkatui.model.setting import Layer, Setting, Settings


def setting(name: str, *layers: tuple[str, str | None], is_sensitive: bool = False) -> Setting:
    found = tuple(Layer(source, name, value) for source, value in layers)
    return Setting(name, found[0].value, found[0].source, is_sensitive=is_sensitive, layers=found)


def settings(*known: Setting) -> Settings:
    return {each.name: each for each in known}


THREADS = setting(
    "num.io.threads", ("broker (dynamic)", "9"), ("cluster (dynamic)", "7"), ("broker (static)", "4"), ("default", "8")
)
ALL = settings(
    THREADS,
    setting("compression.type", ("default", "producer")),
    setting("ssl.key.password", ("broker (dynamic)", None), is_sensitive=True),
)


def test_what_is_set_goes_before_everything_else() -> None:
    (move,) = setting_moves(1, ALL, {"compression.type": "gzip"}, ALL)
    assert (move.now, move.source, move.own) == ("producer", "default", None)
    assert (move.then, move.then_source) == ("gzip", "broker (dynamic)")
    assert move.is_change


def test_what_is_taken_away_lets_what_is_below_it_count_again() -> None:
    (move,) = setting_moves(1, ALL, {"num.io.threads": None}, ALL)
    assert (move.now, move.own, move.then, move.then_source) == ("9", "9", "7", "cluster (dynamic)")
    assert move.is_change


def test_what_is_set_so_already_or_not_set_at_all_is_no_change() -> None:
    (same,) = setting_moves(1, ALL, {"num.io.threads": "9"}, ALL)
    (absent,) = setting_moves(1, ALL, {"compression.type": None}, ALL)
    assert not same.is_change
    assert not absent.is_change


def test_the_value_in_effect_may_be_set_for_the_broker_itself_too() -> None:
    (move,) = setting_moves(1, ALL, {"compression.type": "producer"}, ALL)
    assert move.is_change, "it is nobody's yet: set here, it stays when the default moves"


def test_for_all_brokers_only_what_is_set_for_all_is_looked_at() -> None:
    everywhere = settings(setting("num.io.threads", ("cluster (dynamic)", "7")))
    changed, taken, new = setting_moves(
        None, everywhere, {"num.io.threads": "6", "compression.type": None, "background.threads": "3"}, ALL
    )
    assert (changed.own, changed.new, changed.is_change) == ("7", "6", True)
    assert not taken.is_change
    assert (new.now, new.source, new.then) == (None, "", "3")
    assert overruled([changed, taken, new], {1: ALL, 2: settings()}) == [(1, "num.io.threads")]


@pytest.mark.parametrize("name", ["ssl.key.password", "listener.name.inside.ssl.key.password"])
def test_secrets_are_hidden_and_never_known_to_be_the_same(name: str) -> None:
    (move,) = setting_moves(1, ALL, {name: "hunter2"}, ALL)
    assert move.is_hidden
    assert move.is_change
    assert move.own is None


def test_a_name_that_kafka_does_not_have_is_told_from_those_it_has() -> None:
    names = {
        "num.io.threads": True,
        "leader.replication.throttled.rate": True,
        "listener.name.inside.ssl.keystore.location": True,
        "num.io.thread": False,
    }
    moves = setting_moves(1, ALL, dict.fromkeys(names, "1"), ALL)
    assert {move.name: move.is_known for move in moves} == names
