"""A cluster's screen with what users add of their own: commands, their keys, and words for `:`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kafkatui.config.own_files import OwnWords
from kafkatui.model.key_registry import KeyRegistry
from kafkatui.session.cluster_view import ClusterView
from kafkatui.tui.actions.action_commands import ActionCommands
from kafkatui.tui.key_command import KeyCommand, KeyCommands
from kafkatui.tui.keyed_screen import KeyedScreen
from kafkatui.tui.messages import OpenCluster
from kafkatui.tui.own_here import own_here
from kafkatui.tui.pages.base.surroundings import Surroundings
from kafkatui.tui.palette import CLUSTER_PREFIX, THEME_PREFIX


class OwnScreen(KeyedScreen):
    """Takes them anew whenever it is told that they have changed.

    Args:
        session: the cluster.
        surroundings: where they are.
        registry: all other keys.
    """

    action_commands: ActionCommands

    def __init__(self, session: ClusterView, surroundings: Surroundings, registry: KeyRegistry) -> None:
        super().__init__(registry)
        self.session = session
        self.surroundings = surroundings
        self.own = own_here(OwnWords(), registry, ())
        self._other_keys = registry
        self._own_commands: KeyCommands = {}
        session.actions.context.hand_over = self._hand_over

    def own_commands(self) -> Mapping[str, KeyCommand]:
        """What the screen itself does, whatever has the focus."""
        raise NotImplementedError

    def use_own(self) -> tuple[str, ...]:
        """Take the user's own commands and aliases as they are now; gives what is wrong with them."""
        own = self.surroundings.own
        words = own.words(self.session.profile.name) if own is not None else OwnWords()
        self.own = own_here(words, self._other_keys, self.app.available_themes if self.is_running else ())
        self.use_keys(self.own.keys)
        self._own_commands = self.own_commands()
        if self.is_mounted:
            self.refresh_bindings()
        return self.own.problems

    def _hand_over(self, argv: Sequence[str], environ: Mapping[str, str], always: bool) -> int:
        """Called in a task's thread."""
        from kafkatui.tui.outside import hand_over

        return hand_over(self.app, argv, environ, always)

    def run_named(self, command_id: str) -> None:
        """Do what the palette calls so."""
        key = self.registry.get(command_id)
        if command_id.startswith(CLUSTER_PREFIX):
            self.post_message(OpenCluster(command_id.removeprefix(CLUSTER_PREFIX)))
        elif command_id.startswith(THEME_PREFIX):
            self._choose_theme(command_id.removeprefix(THEME_PREFIX))
        elif key is not None and key.pressed:
            self.call_after_refresh(self.app.simulate_key, key.pressed[0])
        else:
            self.call_after_refresh(self.action_commands.start_named, command_id)

    def _choose_theme(self, name: str) -> None:
        if self.surroundings.own is not None:
            self.surroundings.own.choose_theme(name)
        else:
            self.app.theme = name
