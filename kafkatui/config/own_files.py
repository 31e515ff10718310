"""What users add of their own, read again when its files change: themes, aliases and commands."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct, field

from kafkatui.config.environment import set_variables
from kafkatui.config.file import ClusterEntry, ConfigFile, config_path, load_config_file
from kafkatui.config.options import Options
from kafkatui.config.theme_file import FOLDER_NAME, ThemeFile, read_theme, theme_paths
from kafkatui.model.errors import ConfigError
from kafkatui.model.replacing import replace
from kafkatui.model.user_command import UserCommand

Stamp = tuple[int, int, int] | None
"""When a file was written, its size and which one it is; None where there is none."""


class OwnWords(Struct, frozen=True):
    """What the settings file, or one cluster of it, adds.

    Attributes:
        theme: the colours while the cluster is shown; empty: the settings'.
        aliases: what words stand for on the `:` line.
        commands: by name.
    """

    theme: str = ""
    aliases: Mapping[str, str] = field(default_factory=dict)
    commands: Mapping[str, UserCommand] = field(default_factory=dict)


class Own(Struct, frozen=True):
    """All of it, as it is now.

    Attributes:
        theme: the settings'.
        themes: files by the theme's name.
        everywhere: what holds for every cluster.
        clusters: what holds for one, over that.
        problems: what could not be read; what it was before holds on.
    """

    theme: str = ""
    themes: Mapping[str, ThemeFile] = field(default_factory=dict)
    everywhere: OwnWords = OwnWords()
    clusters: Mapping[str, OwnWords] = field(default_factory=dict)
    problems: tuple[str, ...] = ()

    def of(self, cluster: str) -> OwnWords:
        """What holds for a cluster: its own words over those for all."""
        own = self.clusters.get(cluster, OwnWords())
        return OwnWords(
            own.theme or self.theme,
            {**self.everywhere.aliases, **own.aliases},
            {**self.everywhere.commands, **own.commands},
        )


class OwnFiles:
    """The settings file and the folder of themes beside it. `look` reads the disk; one thread at a time.

    Args:
        options: as typed; `config` names the file, `theme` goes before it.
        environ: environment variables.
        file: the settings file as it was read at the start.
    """

    def __init__(self, options: Options, environ: Mapping[str, str], file: ConfigFile) -> None:
        environ = set_variables(environ)
        self.path = config_path(environ, options.config)
        self.folder = self.path.parent / FOLDER_NAME
        self._options = Options(config=options.config)
        self._environ = environ
        self.typed_theme = options.theme or environ.get("KAFKATUI_THEME", "")
        """Of the command line or the environment: it goes before every file's."""
        self._stamps = self._look_at_files()
        self.now = Own()
        self.now = self._with_themes(_of_file(file, Own()), [])

    def look(self) -> Own | None:
        """What it is by now, if a file has changed since it was last looked at; else None."""
        stamps = self._look_at_files()
        if stamps == self._stamps:
            return None
        before, self._stamps = self._stamps, stamps
        problems: list[str] = []
        own = replace(self.now, problems=())
        if stamps[self.path] is not None and before[self.path] != stamps[self.path]:  # an editor may make it anew
            own = self._with_settings(own, problems)
        self.now = self._with_themes(own, problems)
        return self.now

    def _look_at_files(self) -> dict[Path, Stamp]:
        return {path: _stamp(path) for path in (self.path, *theme_paths(self.folder))}

    def _with_settings(self, own: Own, problems: list[str]) -> Own:
        try:
            return _of_file(load_config_file(self._environ, self._options.config), own, problems)
        except ConfigError as error:
            problems.append(f"{error} What it said before holds on.")
            return own

    def _with_themes(self, own: Own, problems: list[str]) -> Own:
        themes: dict[str, ThemeFile] = {}
        for path in theme_paths(self.folder):
            try:
                themes[path.stem] = read_theme(path)
            except ConfigError as error:
                kept = self.now.themes.get(path.stem)
                problems.append(f"{error}{' Its colours stay as they were.' if kept else ''}")
                if kept is not None:
                    themes[path.stem] = kept
        return replace(own, themes=themes, problems=tuple(problems))


def _of_file(file: ConfigFile, before: Own, problems: list[str] | None = None) -> Own:
    clusters = {}
    for name, entry in file.clusters.items():
        if entry.problem is None:
            clusters[name] = _of_cluster(entry)
        elif problems is not None:
            problems.append(f"{entry.problem} What it said before holds on.")
            clusters[name] = before.clusters.get(name, OwnWords())
    everywhere = OwnWords(aliases=file.aliases, commands=file.commands)
    return Own(str(file.settings.get("theme", "")), before.themes, everywhere, clusters)


def _of_cluster(entry: ClusterEntry) -> OwnWords:
    return OwnWords(entry.theme, entry.aliases, entry.commands)


def _stamp(path: Path) -> Stamp:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
