"""Themes of one's own: files of colours in a folder beside the settings file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct, field

from kafkatui.config.suggestion import did_you_mean
from kafkatui.model.errors import ConfigError

FOLDER_NAME = "themes"
SUFFIX = ".toml"

THEME_FIELDS: Mapping[str, str] = {
    "based_on": "kafkatui-dark, kafkatui-light, kafkatui-contrast or kafkatui-colour-blind; left out: kafkatui-dark.",
    "primary": "What can be chosen and what is chosen; what is Kafka's and figures, unless they have their own.",
    "secondary": "What stands beside it; what is ZooKeeper's and keys, unless they have their own.",
    "success": "What is good; texts in JSON, unless they have their own.",
    "warning": "What needs a look.",
    "error": "What is wrong.",
    "foreground": "Text.",
    "background": "Behind everything; whether the theme is dark is told by it.",
    "panel": "Behind the header, inputs and dialogs.",
    "kafka": "What is Kafka's.",
    "zookeeper": "What is ZooKeeper's.",
    "number": "Numbers in JSON.",
    "string": "Texts in JSON.",
    "key": "Names of fields in JSON.",
    "dim": "Labels and what matters less.",
    "bright": "Values and what matters more.",
    "border": "Around panes without the focus.",
    "bar": "Behind the first and the last line.",
    "cursor": "Behind the line under the cursor.",
    "cursor_blurred": "The same in a pane without the focus.",
    "match": "Behind what a filter or a search found.",
    "match_text": "What it found.",
    "scrollbar": "The handle of scrollbars.",
}
"""What a theme's file may hold, and what each colour is for."""

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")
_COLOUR = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")


class ThemeFile(Struct, frozen=True):
    """A theme's file, checked for what can be told without the theme that it is based on.

    Attributes:
        name: what it is called, from the file's name.
        path: the file, for messages.
        based_on: the theme whose colours it has where it names none.
        colours: `#rrggbb` or `#rgb` by the names of `THEME_FIELDS`.
    """

    name: str
    path: Path
    based_on: str = "kafkatui-dark"
    colours: Mapping[str, str] = field(default_factory=dict)


def read_theme(path: Path) -> ThemeFile:
    """The theme in a file.

    Raises:
        ConfigError: it cannot be read, is no TOML, or holds an unknown name or what is no colour.
    """
    if not _NAME.fullmatch(path.stem):
        raise ConfigError(f"{path}: {path.stem} is no name of a theme.", "Small letters, digits, - and _.")
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}.", "Check its rights.") from None
    except (ValueError, RecursionError) as error:  # no UTF-8, no TOML, or nested without end
        raise ConfigError(f"{path}: {error}.", 'A theme is TOML: primary = "#5cb3ff".') from None
    colours = {}
    for written, value in document.items():
        name = written.replace("-", "_")
        if name not in THEME_FIELDS:
            raise ConfigError(f"{path}: a theme has no {written}.", did_you_mean(written, THEME_FIELDS))
        if name == "based_on" and isinstance(value, str):
            continue
        if not isinstance(value, str) or not _COLOUR.fullmatch(value):
            raise ConfigError(f"{path}: {written}: {value} is no colour.", 'Write it like "#5cb3ff" or "#5bf".')
        colours[name] = value
    return ThemeFile(path.stem, path, document.get("based_on", "kafkatui-dark"), colours)


def theme_paths(folder: Path) -> tuple[Path, ...]:
    """The files of a folder that are themes, by name; none where there is no such folder."""
    try:
        found = [path for path in folder.iterdir() if path.suffix == SUFFIX and not path.name.startswith(".")]
    except OSError:
        return ()
    return tuple(sorted(found))
