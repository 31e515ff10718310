"""The command palette: every key that does something here, every page, every theme."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from kafkatui.codec.sanitise import sanitise
from kafkatui.report.cluster_list import ClusterRow, Openness
from kafkatui.tui.active_keys import ActiveKey
from kafkatui.view.commands import Command

THEME_PREFIX = "theme "
"""Before the theme's name in the id of a command that chooses it."""

CLUSTER_PREFIX = "cluster "
"""Before the cluster's name in the id of a command that shows it."""

_NO_COMMANDS = ("palette", "leave", "interrupt")
_STEPS = ("lines.", "value.", "table.left", "table.right", "tree.")
"""Ids of keys that move by a step, which nobody looks for by name."""


def commands(
    keys: Iterable[ActiveKey],
    clusters: Iterable[ClusterRow],
    themes: Iterable[str],
    own_themes: Collection[str] = (),
    unkeyed: Iterable[Command] = (),
) -> list[Command]:
    """What the palette offers, in the registry's order; the ids are those of the keys.

    Args:
        own_themes: those of the user's own, beside ours.
        unkeyed: commands that no key presses.
    """
    offered = [
        Command(each.key.id, f"{each.key.label[:1].upper()}{each.key.label[1:]}", each.key.help, each.names)
        for each in keys
        if each.key.id not in _NO_COMMANDS and not each.key.id.startswith(_STEPS)
    ]
    offered += [
        Command(f"{CLUSTER_PREFIX}{row.name}", f"Cluster {sanitise(row.name)}", f"Show it ({row.openness.value}).")
        for row in clusters
        if row.openness is not Openness.HERE
    ]
    near = {name for name in themes if name.startswith("kafkatui")}.union(own_themes)
    return [*offered, *unkeyed] + [
        Command(f"{THEME_PREFIX}{theme}", f"Theme {theme}", _theme_help(theme in own_themes))
        for theme in sorted(themes, key=lambda name: (name not in near, name in own_themes, name))
    ]


def _theme_help(is_own: bool) -> str:
    return f"Use these colours{', of your own,' if is_own else ''} until you leave."
