"""The user's own commands and aliases on one cluster's screen: actions, keys, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from kafkatui.config.own_files import OwnWords
from kafkatui.model.errors import ConfigError
from kafkatui.model.key_registry import KeyRegistry
from kafkatui.model.replacing import replace
from kafkatui.session.action_catalogue import catalogue
from kafkatui.session.user_action import UserAction, user_actions
from kafkatui.tui.key_names import key_name
from kafkatui.tui.keymap import checked_key, split_keys
from kafkatui.tui.palette import THEME_PREFIX
from kafkatui.view.aliases import BUILT_IN, checked_aliases
from kafkatui.view.commands import Command
from kafkatui.view.goto import Alias


class OwnHere(Struct, frozen=True):
    """What there is on a screen.

    Attributes:
        keys: all keys, those of the commands among them.
        actions: the commands, by the id of their action.
        aliases: by their words.
        problems: a sentence each.
    """

    keys: KeyRegistry
    actions: Mapping[str, UserAction]
    aliases: Mapping[str, Alias]
    problems: tuple[str, ...]

    def unkeyed(self) -> list[Command]:
        """The commands that no key presses, as the palette has them."""
        actions = [each for each in self.actions.values() if each.spec.id not in self.keys]
        return [Command(each.spec.id, each.spec.title, each.spec.help) for each in actions]


def own_here(words: OwnWords, keys: KeyRegistry, themes: Iterable[str]) -> OwnHere:
    """What the words of a cluster make of a screen.

    Args:
        keys: all others.
        themes: names of those that there are.
    """
    actions = user_actions(words.commands)
    keyed, problems = _with_keys(keys, actions.values())
    named = {key_id: key_id for key_id in keys} | {action_id: action_id for action_id in catalogue()}
    named |= {f"{THEME_PREFIX}{theme}": f"{THEME_PREFIX}{theme}" for theme in themes}
    own = {action.command.name: action.spec.id for action in actions.values()}
    named |= {name: action_id for name, action_id in own.items() if name not in BUILT_IN and name not in named}
    aliases, wrong = checked_aliases(words.aliases, named)
    return OwnHere(keyed, actions, aliases, (*problems, *wrong))


def _with_keys(keys: KeyRegistry, actions: Iterable[UserAction]) -> tuple[KeyRegistry, list[str]]:
    """The keys with those of the commands; one that is taken is not given."""
    problems = []
    for action in actions:
        key = action.spec.key
        if key is None:
            continue
        source = f"{action.command.source}: {action.command.name}"
        try:
            pressed = ",".join(checked_key(source, each) for each in split_keys(key.keys))
        except ConfigError as error:
            problems.append(str(error))
            continue
        wanted = replace(key, keys=pressed)
        taken = next(
            (other for other in keys.values() if set(other.pressed) & set(wanted.pressed) and other.meets(wanted)), None
        )
        if taken is not None:
            shared = next(each for each in wanted.pressed if each in taken.pressed)
            problems.append(f"{source}: {key_name(shared)} is the key of “{taken.label}”; the command is on a.")
            continue
        keys = keys.with_keys([wanted])
    return keys, problems
