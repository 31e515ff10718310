"""Our own themes, and the variables that every other theme gets by default."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from textual.color import Color
from textual.theme import Theme

from kafkatui.view.span import Tone

ALIKE: Mapping[str, str] = {
    "kafka": "primary", "number": "primary", "zookeeper": "secondary", "key": "secondary", "string": "success",
    "bar": "panel", "border-blurred": "border", "block-cursor-background": "cursor",
}  # fmt: skip
"""Variables of a theme by what they are like: they have that colour where they are given none."""


def made(name: str, *, variables: Mapping[str, str], **colours: Any) -> Theme:
    """A theme; a variable that is not given has the colour of what it is like."""
    given = {**colours, **variables}
    alike = {variable: given[other] for variable, other in ALIKE.items()}
    primary, background = colours["primary"], colours["background"]
    return Theme(name, accent=primary, surface=background, variables={**alike, **variables}, **colours)


DARK = made(
    "kafkatui-dark",
    primary="#5cb3ff",
    secondary="#e5b567",
    warning="#e5c07b",
    error="#f07178",
    success="#7ec98f",
    foreground="#d4dae3",
    background="#0e131a",
    panel="#16202c",
    dark=True,
    variables={
        "zookeeper": "#e5ae67",
        "dim": "#929cab",
        "bright": "#f4f7fb",
        "border": "#39424e",
        "cursor": "#1b3147",
        "cursor-blurred": "#162636",
        "match": "#5c4c1c",
        "match-text": "#ffffff",
        "key": "#e5ae67",
        "scrollbar": "#2a3440",
        "scrollbar-hover": "#3a4654",
        "scrollbar-active": "#5cb3ff",
        "scrollbar-background": "#0e131a",
        "scrollbar-background-hover": "#0e131a",
        "scrollbar-background-active": "#0e131a",
        "scrollbar-corner-color": "#0e131a",
    },
)

LIGHT = made(
    "kafkatui-light",
    primary="#0c54ae",
    secondary="#8a5200",
    warning="#8a5a00",
    error="#b3261e",
    success="#0a702a",
    foreground="#20262e",
    background="#fbfbf9",
    panel="#e9edf1",
    dark=False,
    variables={
        "dim": "#59626d",
        "bright": "#000000",
        "border": "#b6bec8",
        "cursor": "#acecfc",
        "cursor-blurred": "#e3ecf5",
        "match": "#ffe08a",
        "match-text": "#000000",
    },
)

CONTRAST = made(
    "kafkatui-contrast",
    primary="#7fd4ff",
    secondary="#ffcf6b",
    warning="#ffe600",
    error="#ffabab",
    success="#6dff98",
    foreground="#ffffff",
    background="#000000",
    panel="#1c1c1c",
    dark=True,
    variables={
        "dim": "#d0d0d0",
        "bright": "#ffffff",
        "border": "#a0a0a0",
        "cursor": "#00345e",
        "cursor-blurred": "#0a2238",
        "match": "#ffe600",
        "match-text": "#000000",
        "scrollbar": "#a0a0a0",
        "scrollbar-background": "#000000",
        "scrollbar-corner-color": "#000000",
    },
)
"""For eyes that need more: 7 : 1 for every text (WCAG AAA), and borders that are seen."""

COLOUR_BLIND = made(
    "kafkatui-colour-blind",
    primary="#62bdf0",
    secondary="#f0b0d8",
    warning="#f2e650",
    error="#ff9a62",
    success="#45d0a6",
    foreground="#d4dae3",
    background="#0e131a",
    panel="#16202c",
    dark=True,
    variables={
        "dim": "#929cab",
        "bright": "#f4f7fb",
        "border": "#39424e",
        "cursor": "#1b3147",
        "cursor-blurred": "#162636",
        "match": "#5c4c1c",
        "match-text": "#ffffff",
        "scrollbar": "#2a3440",
        "scrollbar-background": "#0e131a",
        "scrollbar-corner-color": "#0e131a",
    },
)
"""Good, warning and bad as bluish green, yellow and vermilion: told apart by all eyes (after Okabe and Ito)."""

THEMES = (DARK, LIGHT, CONTRAST, COLOUR_BLIND)
"""Our own."""

READABLE = 4.5
"""The least contrast of a text with what is behind it (WCAG AA)."""

COLOUR_TONES: dict[Tone, str] = {
    Tone.RED: "#c62828",
    Tone.ORANGE: "#b85c00",
    Tone.YELLOW: "#8a6d00",
    Tone.GREEN: "#2e7d32",
    Tone.TEAL: "#00757f",
    Tone.BLUE: "#1565c0",
    Tone.PURPLE: "#7b3fb5",
    Tone.PINK: "#c2185b",
    Tone.GREY: "#5f6873",
}
"""A cluster's colours, the same in every theme; white is readable on each (4.5 : 1 and more)."""

TONE_STYLES: dict[Tone, str] = {
    Tone.PLAIN: "",
    Tone.BRIGHT: "bold $bright",
    Tone.DIM: "$dim",
    Tone.STRUCK: "$dim strike",
    Tone.KAFKA: "$kafka",
    Tone.ZOOKEEPER: "$zookeeper",
    Tone.GOOD: "$success",
    Tone.WARNING: "$warning",
    Tone.BAD: "$error",
    Tone.KEY: "$key",
    Tone.STRING: "$string",
    Tone.NUMBER: "$number",
    **{tone: f"bold #ffffff on {colour}" for tone, colour in COLOUR_TONES.items()},
}
"""Style of a tone in Textual's content markup."""


def contrast(one: Color, other: Color) -> float:
    """How well one is read on the other, from 1 to 21, as WCAG 2 defines it."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: Color) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.normalized
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def faded(colour: Color, behind: Color, most: float) -> Color:
    """`colour` gone by `most` (0 to 1) into what is behind it, or by as much as leaves it readable."""
    for step in range(10, 0, -1):
        blended = colour.blend(behind, most * step / 10)
        if contrast(blended, behind) >= READABLE:
            return blended
    return colour


def _dimmed(foreground: str, theme: Theme) -> str:
    """A colour between the text's and the background's; a terminal's own palette has bright black for that."""
    background = theme.background or ("#121212" if theme.dark else "#e0e0e0")
    if foreground.startswith("ansi") or background.startswith("ansi"):
        return "ansi_bright_black"
    return Color.parse(foreground).blend(Color.parse(background), 0.4).hex


def variables_for(theme: Theme) -> dict[str, str]:
    """Values of our own variables for a theme that does not define them, from its palette."""
    foreground = theme.foreground or ("#e0e0e0" if theme.dark else "#202020")
    panel = theme.panel or ("#202830" if theme.dark else "#e8e8e8")
    has_terminal_colours = theme.primary.startswith("ansi")
    return {
        "kafka": theme.primary,
        "zookeeper": theme.warning or theme.secondary or theme.primary,
        "dim": _dimmed(foreground, theme),
        "bright": foreground,
        "cursor": theme.primary if has_terminal_colours else f"{theme.primary} 30%",
        "cursor-blurred": panel,
        "match": "ansi_yellow" if has_terminal_colours else f"{theme.warning or theme.primary} 40%",
        "match-text": "ansi_black" if has_terminal_colours else foreground,
        "number": theme.primary,
        "string": theme.success or theme.primary,
        "key": theme.warning or theme.primary,
        "bar": panel,
    }
