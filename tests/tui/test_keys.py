"""Every key of the app comes from one registry, and the config's keymap is checked against it."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import pytest
from textual.binding import Binding
from textual.dom import DOMNode

import kafkatui.tui
from kafkatui.model.errors import ConfigError
from kafkatui.tui.key_names import key_name
from kafkatui.tui.keymap import checked_keymap, clashes
from kafkatui.tui.keys import GROUPS, KEYS


def own_bindings() -> Iterator[tuple[str, Binding]]:
    """Every binding that a class of kafkatui declares, with the class."""
    for module_info in pkgutil.walk_packages(kafkatui.tui.__path__, "kafkatui.tui."):
        module = importlib.import_module(module_info.name)
        for value in vars(module).values():
            if isinstance(value, type) and issubclass(value, DOMNode) and value.__module__ == module.__name__:
                for binding in vars(value).get("BINDINGS", []):
                    assert isinstance(binding, Binding), f"{value.__name__}: {binding} is no Binding"
                    yield value.__qualname__, binding


def test_every_binding_is_in_the_registry_with_a_description_and_a_tooltip() -> None:
    found = list(own_bindings())
    assert len(found) > 50, "the walk over the rooms found too little"
    for owner, binding in found:
        assert binding.id in KEYS, f"{owner} binds {binding.key} outside the registry"
        key = KEYS[binding.id or ""]
        assert (binding.key, binding.description, binding.tooltip) == (key.keys, key.label, key.help), owner


def test_every_key_of_the_registry_is_bound_somewhere() -> None:
    bound = {binding.id for _, binding in own_bindings()}
    assert set(KEYS) - bound == set()


def test_every_action_bound_exists_on_the_widget_that_binds_it() -> None:
    for module_info in pkgutil.walk_packages(kafkatui.tui.__path__, "kafkatui.tui."):
        module = importlib.import_module(module_info.name)
        for value in vars(module).values():
            if isinstance(value, type) and issubclass(value, DOMNode) and value.__module__ == module.__name__:
                for binding in vars(value).get("BINDINGS", []):
                    action = binding.action.partition("(")[0]
                    assert hasattr(value, f"action_{action}"), f"{value.__qualname__} has no action_{action}"


def test_labels_begin_in_lower_case_and_sentences_end() -> None:
    names = ("Explorer", "Overview", "Brokers", "Topics", "Groups", "ZooKeeper", "Events")
    for key in KEYS.values():
        assert key.label[0].islower() or key.label.startswith(names), key
        assert key.help.endswith("."), key
        assert key.group in GROUPS, key


def test_keys_are_called_as_on_a_keyboard() -> None:
    assert [key_name(key) for key in ("slash", "ctrl+s", "shift+tab", "ctrl+enter", "question_mark", "g")] == [
        "/", "Ctrl+S", "Shift+Tab", "Ctrl+⏎", "?", "g",
    ]  # fmt: skip


def test_an_unknown_id_in_the_keymap_is_an_error_that_names_the_nearest() -> None:
    with pytest.raises(ConfigError, match=r"nothing is called refesh\. Did you mean refresh\?"):
        checked_keymap({"refesh": "f5"})


def test_a_key_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(ConfigError, match="there is no key f55x"):
        checked_keymap({"refresh": "f55x"})


@pytest.mark.parametrize(
    ("written", "meant"),
    [("?", "question_mark"), ("Ctrl+R", "ctrl+R"), ("r,f5", "r,f5"), ("/", "slash"), (",", "comma")],
)
def test_keys_may_be_written_as_characters(written: str, meant: str) -> None:
    assert checked_keymap({"refresh": written}) == {"refresh": meant}


def test_a_key_taken_from_another_is_reported_in_words() -> None:
    assert clashes(checked_keymap({"refresh": "p"})) == ["p is now “refresh”, no longer “produce”."]


def test_one_key_given_twice_is_reported_once() -> None:
    assert clashes(checked_keymap({"refresh": "f5", "write": "f5"})) == ["F5 is given to both “refresh” and “write”."]


def test_the_registry_itself_reports_no_clash() -> None:
    assert clashes({}) == []
    assert clashes(checked_keymap({"refresh": "f5", "tree.fold": "h", "table.left": "h"})) == []
