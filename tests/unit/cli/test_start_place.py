"""`--go-to`: what is typed after `:` is taken on the command line, too."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from kafkatui.cli.main import kafkatui
from kafkatui.cli.start_place import complete_place, start_place
from kafkatui.config.file import ConfigFile
from kafkatui.config.options import Options
from kafkatui.config.resolve import resolve_settings
from kafkatui.model.errors import UsageError
from kafkatui.model.place import Place, PlaceKind
from tests.tui.fake_session import NAME, FakeSession


def test_words_lead_to_a_place_and_a_bare_name_is_looked_for() -> None:
    session = FakeSession()
    assert start_place("", session) == (None, "")
    assert start_place(" topic orders messages ", session) == (
        Place(NAME, PlaceKind.TOPIC, "orders", "messages"), ""
    )  # fmt: skip
    assert start_place("orders", session) == (None, "orders")


def test_last_is_where_it_was_left() -> None:
    session = FakeSession()
    assert start_place("last", session) == (None, "")
    session.memory.visited.note(Place(NAME, PlaceKind.GROUP, "billing", "members"))
    session.memory.close(10)
    assert start_place("last", FakeSession()) == (Place(NAME, PlaceKind.GROUP, "billing", "members"), "")


def test_another_cluster_is_chosen_elsewhere() -> None:
    with pytest.raises(UsageError, match="--cluster NAME chooses the cluster"):
        start_place("cluster prod", FakeSession())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--go-to", ""], "--go-to is empty"),
        (["--go-to", "doctor", "topics"], "--go-to is where the explorer opens, not topics"),
    ],
)
def test_what_cannot_be_meant_is_said(arguments: list[str], said: str) -> None:
    result = CliRunner().invoke(kafkatui, arguments)
    assert result.exit_code != 0
    assert said in f"{result.output}{result.exception}"


def test_the_option_goes_before_the_variable_and_that_before_the_file() -> None:
    file = ConfigFile(settings={"go_to": "last"})
    environ = {"KAFKATUI_GO_TO": "doctor"}
    assert resolve_settings(Options(go_to="events"), environ, file).go_to == "events"
    assert resolve_settings(Options(), environ, file).go_to == "doctor"
    assert resolve_settings(Options(), {}, file).go_to == "last"


def test_shells_complete_its_words() -> None:
    assert [item.value for item in complete_place("doc")] == ["doctor"]
    assert {"topic", "group", "recent", "last", "zk"} <= {item.value for item in complete_place("")}
