"""Every key of the app comes from one registry, and the config's keymap is checked against it."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import pytest
from textual.binding import Binding
from textual.dom import DOMNode

import kafkatui.tui
from kafkatui.config.settings import Settings
from kafkatui.model.errors import ConfigError
from kafkatui.model.key import Key, Part
from kafkatui.model.key_registry import KeyRegistry
from kafkatui.model.kinds import KINDS
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.profile import Profile
from kafkatui.session.session import ClusterSession
from kafkatui.session.sessions import Sessions
from kafkatui.tui.active_keys import active_keys
from kafkatui.tui.app import KafkatuiApp
from kafkatui.tui.key_names import key_name
from kafkatui.tui.keyed_screen import KeyedScreen
from kafkatui.tui.keymap import UNPRESSABLE, checked_keymap, clashes, for_widgets
from kafkatui.tui.keys import all_keys
from kafkatui.tui.open_clusters import NoOtherClusters
from kafkatui.tui.pages.base.registry import build
from kafkatui.tui.pages.base.surroundings import Surroundings
from kafkatui.tui.screens.goto import GotoScreen
from kafkatui.tui.screens.main import MainScreen
from kafkatui.view.keys import GROUPS, KEYS
from tests.tui.fake_session import NAME, FakeSession, fake_profile

ALL_KEYS = all_keys()


def own_bindings() -> Iterator[tuple[str, Binding]]:
    """Every binding that a class of kafkatui declares, with the class."""
    for module_info in pkgutil.walk_packages(kafkatui.tui.__path__, "kafkatui.tui."):
        module = importlib.import_module(module_info.name)
        for value in vars(module).values():
            if isinstance(value, type) and issubclass(value, DOMNode) and value.__module__ == module.__name__:
                for binding in vars(value).get("BINDINGS", []):
                    assert isinstance(binding, Binding), f"{value.__name__}: {binding} is no Binding"
                    yield value.__qualname__, binding


def test_every_binding_of_a_widget_is_in_the_registry_with_a_description_and_a_tooltip() -> None:
    found = list(own_bindings())
    assert len(found) > 30, "the walk over the rooms found too little"
    for owner, binding in found:
        assert binding.id in KEYS, f"{owner} binds {binding.key} outside the registry"
        key = KEYS[binding.id or ""]
        assert (binding.key, binding.description, binding.tooltip) == (key.keys, key.label, key.help), owner


def test_every_key_of_a_part_is_bound_by_a_widget_that_has_its_action() -> None:
    bound = {binding.id for _, binding in own_bindings()}
    assert {key.id for key in KEYS.values() if key.part is not Part.SCREEN} - bound == set()
    assert [key.id for key in KEYS.values() if (key.part is Part.SCREEN) is bool(key.action)] == []


def test_every_action_bound_exists_on_the_widget_that_binds_it() -> None:
    for module_info in pkgutil.walk_packages(kafkatui.tui.__path__, "kafkatui.tui."):
        module = importlib.import_module(module_info.name)
        for value in vars(module).values():
            if isinstance(value, type) and issubclass(value, DOMNode) and value.__module__ == module.__name__:
                for binding in vars(value).get("BINDINGS", []):
                    owner, _, action = binding.action.partition("(")[0].rpartition(".")
                    binds = KeyedScreen if owner == "screen" else value
                    assert hasattr(binds, f"action_{action}"), f"{value.__qualname__} has no action_{action}"


async def test_every_key_of_the_screen_is_somebodys_command_and_every_command_has_a_key() -> None:
    """The screen's own commands, and those of every pane there is."""
    session = ClusterSession(Profile("dark", {"bootstrap.servers": "127.0.0.1:9"}))
    screen = MainScreen(session, Surroundings(), Place("dark", PlaceKind.TOPICS), all_keys(), NoOtherClusters())
    panes = (build(tab, session, Place("dark", kind, "1", tab.id)) for kind, row in KINDS.items() for tab in row.tabs)
    known = {*screen.own_commands(), *(key_id for pane in panes for key_id in pane.commands())}
    assert known == {key.id for key in all_keys().of(Part.SCREEN)}


def test_no_two_keys_can_be_meant_by_one_press() -> None:
    assert [(one.id, other.id) for one, other in all_keys().clashes()] == []
    same = Key("same", "m", "same", "Same.", "Do")
    assert [(one.id, other.id) for one, other in KEYS.with_keys([same]).clashes()] == [("messages", "same")]
    inner = Key("inner", "m", "inner", "Inner.", "Do", part=Part.TREE, action="x")
    assert [(one.id, other.id) for one, other in KEYS.with_keys([inner]).clashes()] == [("messages", "inner")]


def test_keys_of_different_things_may_be_equal() -> None:
    group = Key("group.reset", "e", "reset", "Reset.", "Do", on=frozenset({"group"}))
    znode = Key("znode.edit", "e", "edit", "Edit.", "Do", on=frozenset({"znode"}))
    either = Key("either", "e", "either", "Either.", "Do", on=frozenset({"znode", "topic"}))
    assert KeyRegistry([group, znode]).clashes() == []
    assert KeyRegistry([group, znode, either]).clashes() == [(znode, either)]
    with pytest.raises(ValueError, match=r"two keys are called group\.reset"):
        KeyRegistry([group], [group])


def test_labels_begin_in_lower_case_and_sentences_end() -> None:
    names = (
        "Explorer",
        "Overview",
        "Brokers",
        "Topics",
        "Groups",
        "ZooKeeper",
        "Events",
        "Tasks",
        "Recent",
        "Doctor",
        "$EDITOR",
    )
    for key in all_keys().values():
        assert key.label[0].islower() or key.label.startswith(names), key
        assert key.help.endswith("."), key
        assert key.group in GROUPS, key


def test_keys_are_called_as_on_a_keyboard() -> None:
    assert [key_name(key) for key in ("slash", "ctrl+s", "shift+tab", "ctrl+enter", "question_mark", "g")] == [
        "/", "Ctrl+S", "Shift+Tab", "Ctrl+⏎", "?", "g",
    ]  # fmt: skip


def test_no_key_of_the_registry_is_called_by_a_word_that_stands_on_no_keyboard() -> None:
    pressed = {each for key_id in ALL_KEYS for each in ALL_KEYS[key_id].pressed}
    assert [key for key in pressed if "_" in key_name(key)] == []


def test_an_unknown_id_in_the_keymap_is_an_error_that_names_the_nearest() -> None:
    with pytest.raises(ConfigError, match=r"nothing is called refesh\. Did you mean refresh\?"):
        checked_keymap({"refesh": "f5"}, KEYS)


def test_a_key_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(ConfigError, match="there is no key f55x"):
        checked_keymap({"refresh": "f55x"}, KEYS)


@pytest.mark.parametrize(
    ("written", "meant"),
    [("?", "question_mark"), ("Ctrl+R", "ctrl+R"), ("r,f5", "r,f5"), ("/", "slash"), (",", "comma")],
)
def test_keys_may_be_written_as_characters(written: str, meant: str) -> None:
    assert checked_keymap({"refresh": written}, KEYS) == {"refresh": meant}


def test_a_key_taken_from_another_is_reported_in_words() -> None:
    assert clashes(checked_keymap({"refresh": "p"}, ALL_KEYS), ALL_KEYS) == ["p is now “refresh”, no longer “produce”."]


def test_one_key_given_twice_is_reported_once() -> None:
    assert clashes(checked_keymap({"refresh": "f5", "write": "f5"}, ALL_KEYS), ALL_KEYS) == [
        "F5 is given to both “refresh” and “write”."
    ]


def test_the_registry_itself_reports_no_clash() -> None:
    assert clashes({}, ALL_KEYS) == []
    assert clashes(checked_keymap({"refresh": "f5", "tree.fold": "h", "table.left": "h"}, ALL_KEYS), ALL_KEYS) == []


def test_a_key_given_to_something_else_is_taken_from_whatever_it_meets() -> None:
    keymap = checked_keymap({"refresh": "s,p", "tree.fold": "h"}, ALL_KEYS)
    remapped = ALL_KEYS.remapped(keymap)
    assert (remapped["refresh"].keys, remapped["table.sort"].keys, remapped["produce"].keys) == ("s,p", "", "")
    assert remapped["leave"] == ALL_KEYS["leave"]
    assert for_widgets(ALL_KEYS, remapped) == {
        "refresh": "s,p", "table.sort": UNPRESSABLE, "produce": UNPRESSABLE, "tree.fold": "h",
    }  # fmt: skip


async def test_a_remapped_key_does_what_the_user_wants_and_the_footer_says_so() -> None:
    app = KafkatuiApp(Sessions.of(FakeSession()), Settings(keymap={"goto": "s", "quit": "f9", "pause": "b"}))
    async with app.run_test(size=(160, 50)) as pilot:
        main = app.screen
        assert isinstance(main, MainScreen)
        names = {each.key.id: each.names for each in active_keys(main)}
        assert (names["goto"], names["quit"], "table.sort" in names) == ("s", "F9", False)
        await pilot.press("q")
        assert app.is_running
        await pilot.press("s")
        assert isinstance(app.screen, GotoScreen)


async def test_what_is_refused_says_why_and_is_not_offered() -> None:
    session = FakeSession(fake_profile(is_read_only=True))
    app = KafkatuiApp(Sessions.of(session), Settings(), Place(NAME, PlaceKind.TOPIC, "orders"))
    async with app.run_test(size=(160, 50), notifications=True) as pilot:
        main = app.screen
        assert isinstance(main, MainScreen)
        assert main.dispatcher.offer("produce").is_here
        assert "produce" not in {each.key.id for each in active_keys(main)}
        await pilot.press("p")
        [note] = app._notifications
        assert note.title == "Produce"
        assert f"{NAME} is open read-only: nothing can be changed." in note.message
        assert main.navigator.here.tab == "partitions"
