"""Every action there is: each file of session/actions has one, as its `ACTION`."""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Any

import kafkatui.session.actions
from kafkatui.model.key import Key
from kafkatui.session.action_base import Action


@cache
def catalogue() -> Mapping[str, Action[Any]]:
    """All actions by id, in the order of their files' names. Light: an action imports its client when it runs."""
    package = kafkatui.session.actions
    modules = [import_module(f"{package.__name__}.{info.name}") for info in pkgutil.iter_modules(package.__path__)]
    actions: list[Action[Any]] = [module.ACTION for module in modules]
    return {action.spec.id: action for action in actions}


def action_keys() -> tuple[Key, ...]:
    """The keys of the actions that have one."""
    return tuple(action.spec.key for action in catalogue().values() if action.spec.key is not None)


def of_verb(verb: str) -> Action[Any]:
    """The action whose verb that is; StopIteration when there is none."""
    return next(action for action in catalogue().values() if action.spec.verb == verb)


def with_verb(first_word: str) -> dict[str, Action[Any]]:
    """The actions whose verb begins with that word, by the rest of it: `topic` → `create`, `delete`."""
    found = {}
    for action in catalogue().values():
        word, _, rest = action.spec.verb.partition(" ")
        if word == first_word and rest:
            found[rest] = action
    return found
