"""Textual calls a widget's `key_NAME` when the key of that name is pressed: none of ours is called so by accident."""

from __future__ import annotations

import importlib
import pkgutil
import unicodedata
from collections.abc import Iterator
from typing import Any

from textual.keys import KEY_NAME_REPLACEMENTS, Keys
from textual.message_pump import MessagePump

import kafkatui.tui

FURTHER_NAMES = {key.value.replace("+", "_") for key in Keys} | set(KEY_NAME_REPLACEMENTS.values())


def classes(base: type[Any] = MessagePump) -> Iterator[type[Any]]:
    for each in base.__subclasses__():
        yield each
        yield from classes(each)


def is_a_keys_name(name: str) -> bool:
    try:
        unicodedata.lookup(name.replace("_", " "))
    except KeyError:
        return name in FURTHER_NAMES or len(name) == 1
    return True


def test_no_method_is_called_like_a_key() -> None:
    for module in pkgutil.walk_packages(kafkatui.tui.__path__, "kafkatui.tui."):
        importlib.import_module(module.name)
    ours = {each for each in classes() if each.__module__.startswith("kafkatui.")}
    assert len(ours) > 50
    called_so = [
        f"{each.__qualname__}.{name}"
        for each in ours
        for name in vars(each)
        if name.lstrip("_").startswith("key_") and is_a_keys_name(name.lstrip("_").removeprefix("key_"))
    ]
    assert not called_so
