"""Themes of the user's own, made of their files: the colours they name, over those of one of ours."""

from __future__ import annotations

from collections.abc import Iterator

from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

from kafkatui.config.suggestion import did_you_mean
from kafkatui.config.theme_file import ThemeFile
from kafkatui.model.errors import ConfigError
from kafkatui.tui.theme import ALIKE, READABLE, THEMES, contrast, made

_BASES = {theme.name: theme for theme in THEMES}
_PALETTE = ("primary", "secondary", "warning", "error", "success", "foreground", "background", "panel")
_TEXTS = (
    "foreground", "bright", "dim", "primary", "kafka", "zookeeper", "success", "warning", "error", "key", "string",
    "number",
)  # fmt: skip
_BEHIND = ("background", "cursor", "cursor-blurred", "bar", "panel")

BRIGHT_FROM = 0.5
"""A background at least so bright, of 1, makes a light theme."""


def theme_of(file: ThemeFile) -> Theme:
    """The theme that a file describes.

    Raises:
        ConfigError: it is based on no theme of ours, or called like one that there is.
    """
    if file.name in _BASES or file.name in BUILTIN_THEMES:
        raise ConfigError(f"{file.path}: there is a theme {file.name} already.", "Give the file another name.")
    if file.based_on not in _BASES:
        advice = did_you_mean(file.based_on, _BASES)
        raise ConfigError(f"{file.path}: based_on: {file.based_on} is no theme of kafkatui's.", advice)
    base = _BASES[file.based_on]
    given = {name.replace("_", "-"): colour for name, colour in file.colours.items()}
    palette = {name: given.get(name, getattr(base, name)) for name in _PALETTE}
    variables = {name: colour for name, colour in base.variables.items() if ALIKE.get(name) not in given}
    if "background" in given:
        variables |= {name: given["background"] for name in variables if name.startswith("scrollbar-background")}
        variables |= {name: given["background"] for name in variables if name == "scrollbar-corner-color"}
    if "scrollbar" in given:
        variables |= dict.fromkeys(("scrollbar-hover", "scrollbar-active"), given["scrollbar"])
    variables |= {name: colour for name, colour in given.items() if name not in _PALETTE}
    is_dark = Color.parse(palette["background"]).brightness < BRIGHT_FROM
    return made(file.name, dark=is_dark, variables=variables, **palette)


def hard_to_read(theme: Theme) -> Iterator[tuple[float, str]]:
    """The pairs of a text and what may be behind it that are below what is readable, with their contrast."""
    colours = {**theme.variables, **{name: getattr(theme, name) for name in _PALETTE}}
    pairs = [(text, behind) for text in _TEXTS for behind in _BEHIND]
    for text, behind in [*pairs, ("match-text", "match")]:
        ratio = contrast(Color.parse(colours[text]), Color.parse(colours[behind]))
        if ratio < READABLE:
            yield ratio, f"{text.replace('-', '_')} on {behind.replace('-', '_')}"


def contrast_sentence(theme: Theme) -> str:
    """What cannot be read well in it, the worst first; empty where all can."""
    found = sorted(hard_to_read(theme))
    if not found:
        return ""
    ratio, pair = found[0]
    more = f", and {len(found) - 1} more pairs" if len(found) > 1 else ""
    return f"The theme {theme.name} is hard to read: {pair} has {ratio:.1f} : 1 of contrast, not {READABLE} : 1{more}."
