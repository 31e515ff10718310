"""The user's own themes, aliases and commands as their files are now, and the colours of the cluster that is shown."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import Any

from textual.app import App

from kafkatui.codec.sanitise import sanitise
from kafkatui.config.own_files import Own, OwnFiles, OwnWords
from kafkatui.config.theme_file import ThemeFile
from kafkatui.model.errors import ConfigError
from kafkatui.tui.own_theme import contrast_sentence, theme_of
from kafkatui.tui.theme import DARK, THEMES

LOOK_SECONDS = 1.0
"""How often it is asked whether the files have changed."""

MOST_TOLD = 3
"""So many problems are told at once; the others are counted."""


class OwnThings:
    """Registers themes, chooses among them, and looks at the files once a second.

    Args:
        app: has the themes.
        theme: the settings'.
        files: where it is all written; None where nothing is.
        on_change: called in the app's loop when aliases or commands may have changed; gives what is wrong with them.
    """

    def __init__(
        self, app: App[Any], theme: str, files: OwnFiles | None, on_change: Callable[[], Iterable[str]]
    ) -> None:
        self._app = app
        self._theme = theme
        self._files = files
        self._on_change = on_change
        self._chosen = files.typed_theme if files is not None else ""
        self._seen: dict[str, ThemeFile] = {}
        self._shown = ""
        self._told: frozenset[str] = frozenset()
        self._is_looking = False
        self.now = files.now if files is not None else Own()
        self.theme_problems = self._register()[1]

    @property
    def theme_names(self) -> tuple[str, ...]:
        """The themes that are the user's own."""
        return tuple(name for name in self._seen if name in self._app.available_themes)

    def words(self, cluster: str) -> OwnWords:
        """What holds for a cluster."""
        return self.now.of(cluster)

    def begin(self) -> None:
        """Say what is wrong, and look from now on."""
        self.tell([*self.now.problems, *self.theme_problems])
        if self._files is not None:
            self._app.set_interval(LOOK_SECONDS, self._look_soon)

    # Themes

    def theme_for(self, cluster: str) -> str:
        """The theme a cluster is shown in: the chosen one, else the cluster's, else the settings'."""
        wanted = self._wanted(cluster)
        return wanted if wanted in self._app.available_themes else DARK.name

    def _wanted(self, cluster: str) -> str:
        return self._chosen or self.now.of(cluster).theme or self._theme

    def choose_theme(self, name: str) -> None:
        """Use a theme for every cluster from now on, until kafkatui is left."""
        self._chosen = name
        self._app.theme = name

    def show(self, cluster: str) -> None:
        """A cluster is shown now: take its colours."""
        self._shown = cluster
        if (theme := self.theme_for(cluster)) != self._app.theme:
            self._app.theme = theme
        if (wanted := self._wanted(cluster)) not in self._app.available_themes:
            known = ", ".join([*(theme.name for theme in THEMES), *self.theme_names])
            self.tell([f"There is no theme {wanted}: {known} and the others in the palette (;)."])

    def _register(self) -> tuple[set[str], list[str]]:
        """Make themes of the files that changed; which, and what is wrong with them."""
        changed: set[str] = set()
        problems = []
        for name, file in self.now.themes.items():
            if self._seen.get(name) == file:
                continue
            self._seen[name] = file
            try:
                theme = theme_of(file)
            except ConfigError as error:
                problems.append(str(error))
                continue
            self._app.register_theme(theme)
            changed.add(name)
            if sentence := contrast_sentence(theme):
                problems.append(sentence)
        return changed, problems

    # Looking again

    async def _look_soon(self) -> None:
        if not self._is_looking and self._files is not None:
            self._is_looking = True
            self._app.run_worker(self._look(self._files), group="own")

    async def _look(self, files: OwnFiles) -> None:
        try:
            own = await asyncio.to_thread(files.look)  # a home may be far away
        finally:
            self._is_looking = False
        if own is None:
            return
        self.now = own
        changed, problems = self._register()
        theme = self.theme_for(self._shown)
        if theme != self._app.theme:
            self._app.theme = theme
        elif theme in changed:
            self._app.mutate_reactive(App.theme)
        self._told = frozenset()
        self.tell([*own.problems, *problems, *self._on_change()])

    def tell(self, problems: Iterable[str]) -> None:
        """Say what is wrong, each thing once until a file changes."""
        new = [problem for problem in dict.fromkeys(problems) if problem not in self._told]
        self._told |= frozenset(new)
        for problem in new[:MOST_TOLD]:
            self._notify(problem)
        if len(new) > MOST_TOLD:
            self._notify(f"And {len(new) - MOST_TOLD} more; correct these first.")

    def _notify(self, text: str) -> None:
        self._app.notify(sanitise(text), title="Settings", severity="warning", markup=False, timeout=10)
