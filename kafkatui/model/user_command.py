"""A command of the user's own: a program that is run for what is under the cursor."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from kafkatui.model.field import Field

EVERYWHERE: Mapping[str, str] = {
    "profile": "The cluster's name.",
    "bootstrap_servers": "Kafka's addresses, commas between them.",
    "zookeeper": "ZooKeeper's connect string.",
}
"""Placeholders that any command may have."""

PLACEHOLDERS: Mapping[str, Mapping[str, str]] = {
    "cluster": {},
    "topic": {"topic": "Its name."},
    "partition": {"topic": "Its topic.", "partition": "Its number."},
    "record": {"topic": "Its topic.", "partition": "Its partition.", "offset": "Its offset.", "key": "Its key."},
    "group": {"group": "Its id."},
    "broker": {"broker": "Its id.", "host": "Its host.", "port": "Its port."},
    "znode": {"znode": "Its path below the chroot."},
}
"""By what a command acts on: what may stand in it besides."""

DATA = frozenset({"key"})
"""Placeholders that are a record's content: no_export forbids them."""


class UserCommand(Struct, frozen=True):
    """One of them, checked.

    Attributes:
        name: what the settings file calls it.
        title: what menus call it.
        help: a sentence.
        source: where it is written, for messages.
        on: what it acts on, as `Target.noun` calls it; "cluster" alone: it is offered everywhere.
        words: the program and its arguments with their placeholders; of a shell's command the whole line alone.
        shell: whether `sh` reads it.
        fields: what is asked first.
        key: what presses it; empty: it is in the `a` menu.
        confirm: whether it is looked at before it is run, also where nothing is asked.
        dangerous: whether it may change the cluster: read-only forbids it, a protected cluster wants a name.
        background: whether it runs without the terminal, as a task whose output is kept.
        wait: whether the terminal stays as the program left it until Enter, also where it succeeded.
    """

    name: str
    title: str
    help: str
    source: str
    on: tuple[str, ...]
    words: tuple[str, ...]
    shell: bool = False
    fields: tuple[Field, ...] = ()
    key: str = ""
    confirm: bool = False
    dangerous: bool = False
    background: bool = False
    wait: bool = False


def known_placeholders(on: tuple[str, ...]) -> dict[str, str]:
    """What may stand in a command that acts on any of these, fields apart."""
    kinds = [PLACEHOLDERS[each] for each in on]
    shared = {name: text for name, text in kinds[0].items() if all(name in kind for kind in kinds)} if kinds else {}
    return {**EVERYWHERE, **shared}
