"""A key and what it does, for whoever binds, shows or explains it."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct


class Part(Enum):
    """The part of the screen that takes a key; the innermost one around the focus is asked first."""

    SCREEN = "screen"
    LIST = "list"
    TABLE = "table"
    RECORDS = "records"
    TREE = "tree"
    VALUE = "value"
    PRODUCE = "produce"
    DIALOG = "dialog"
    CONFIRM = "confirm"
    COPY = "copy"
    HELP = "help"
    FORM = "form"
    CHOICE = "choice"
    DOCUMENT = "document"
    SEARCH = "search"

    @property
    def around(self) -> Part | None:
        """The part that this one lies in; None for those that nothing is around."""
        return _AROUND.get(self)

    def meets(self, other: Part) -> bool:
        """Whether keys of both are looked at in one place: one of them lies in the other, or they are the same."""
        return other in self._outwards() or self in other._outwards()

    def _outwards(self) -> list[Part]:
        outwards = [self]
        while (around := outwards[-1].around) is not None:
            outwards.append(around)
        return outwards


_AROUND = {
    Part.LIST: Part.SCREEN,
    Part.TABLE: Part.LIST,
    Part.RECORDS: Part.TABLE,
    Part.TREE: Part.LIST,
    Part.VALUE: Part.SCREEN,
    Part.PRODUCE: Part.SCREEN,
    Part.COPY: Part.DIALOG,
    Part.SEARCH: Part.SCREEN,
    Part.CHOICE: Part.FORM,
    Part.DOCUMENT: Part.FORM,
}


class Key(Struct, frozen=True):
    """One thing a key does.

    Attributes:
        id: name in the config's `[keymap]`; for a key of the screen also what is asked of whoever has the focus.
        keys: key names as Textual writes them, comma separated; the first is shown.
        label: one or two words for the footer.
        help: a sentence for `?` and the palette.
        group: heading under which `?` lists it.
        footer: 0 when the footer never shows it, else how soon it gives way where the line is short: 9 first, 1 last.
        part: who takes it.
        action: what that part's widget calls it, `name` or `name(argument)`; empty for keys of the screen.
        on: what it acts on, as `Target.noun` calls it; empty: whatever there is. Keys on different things may be equal.
        over: ids of keys of an outer part that it takes the place of on purpose.
    """

    id: str
    keys: str
    label: str
    help: str
    group: str
    footer: int = 0
    part: Part = Part.SCREEN
    action: str = ""
    on: frozenset[str] = frozenset()
    over: frozenset[str] = frozenset()

    @property
    def pressed(self) -> tuple[str, ...]:
        """The names of all keys that do it; none where a keymap has given them to others."""
        return tuple(key for key in self.keys.split(",") if key)

    def meets(self, other: Key) -> bool:
        """Whether both could be meant by one press."""
        is_on_same = not self.on or not other.on or bool(self.on & other.on)
        return self.part.meets(other.part) and is_on_same and self.id not in other.over and other.id not in self.over


class Offer(Struct, frozen=True):
    """Whether what a key does can be done where the focus is.

    Attributes:
        is_here: false: it means nothing here, and the key is not taken.
        obstacle: why it is refused, which pressing it says; empty when it can be done.
    """

    is_here: bool
    obstacle: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it can be done: only then footer, `?` and palette offer it."""
        return self.is_here and not self.obstacle


OFFERED = Offer(True)
NOT_HERE = Offer(False)


def offered_or(condition: object, obstacle: str) -> Offer:
    """Offered when `condition` is true, else refused, with what pressing the key says."""
    return OFFERED if condition else Offer(True, obstacle)


def offered_if(condition: object) -> Offer:
    """Offered when `condition` is true, else not here."""
    return OFFERED if condition else NOT_HERE
