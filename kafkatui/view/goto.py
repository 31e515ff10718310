"""The `:` line: what can be typed, what it completes to, and where it leads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress, islice, repeat

from kafkatui.codec.sanitise import sanitise
from kafkatui.model.kinds import KINDS
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.znode import child_path

COMPLETION_LIMIT = 200
"""Completions offered at once."""

_PAGES = {
    word.word: (kind, word.tab, word.remark) for kind, row in KINDS.items() if not row.has_name for word in row.words
}
_OBJECTS = {word.word: kind for kind, row in KINDS.items() if row.has_name for word in row.words}


@dataclass(frozen=True, slots=True)
class Completion:
    """One line of the list: what would be typed, what it is, and where it leads."""

    text: str
    remark: str
    place: Place


@dataclass(frozen=True, slots=True)
class Names:
    """What there is to go to.

    Attributes:
        znodes: names of the children, in their order, of each znode whose children are known, by its path.
    """

    cluster: str
    topics: Sequence[str]
    brokers: Sequence[tuple[int, str]]
    groups: Sequence[str]
    znodes: Mapping[str, Sequence[str]]


def complete(typed: str, names: Names) -> list[Completion]:
    """Completions for what was typed, the best first; a bare word is looked for everywhere."""
    text = typed.strip()
    word, _, rest = text.partition(" ")
    if text.startswith("/"):
        return _znodes(text, names)
    if word in _OBJECTS and (rest or typed.endswith(" ")):
        return _first(_objects(word, rest.strip(), names))
    return _first(_everything(text, names))


def _first(completions: Iterable[Completion]) -> list[Completion]:
    found: list[Completion] = []
    for completion in completions:
        found.append(completion)
        if len(found) >= COMPLETION_LIMIT:
            break
    return found


def _everything(text: str, names: Names) -> Iterator[Completion]:
    lowered = text.lower()
    for page, (kind, tab, remark) in _PAGES.items():
        if page.startswith(lowered):
            yield Completion(page, remark, Place(names.cluster, kind, tab=tab))
    for word in _OBJECTS:
        if lowered:
            yield from _objects(word, text, names)


def _objects(word: str, wanted: str, names: Names) -> Iterator[Completion]:
    if word == "zk":
        yield from _znodes(wanted if wanted.startswith("/") else f"/{wanted}", names) if wanted else []
        return
    kind = _OBJECTS[word]
    known = {
        "topic": [(name, "topic") for name in names.topics],
        "broker": [(str(broker_id), address) for broker_id, address in names.brokers],
        "group": [(name, "consumer group") for name in names.groups],
    }[word]
    lowered = wanted.lower()
    starting = [item for item in known if item[0].lower().startswith(lowered)]
    containing = [item for item in known if lowered in item[0].lower() and not item[0].lower().startswith(lowered)]
    for name, remark in (*starting, *containing):
        yield Completion(f"{word} {sanitise(name)}", sanitise(remark), Place(names.cluster, kind, name))


def _znodes(path: str, names: Names) -> list[Completion]:
    found = [
        Completion(f"zk {sanitise(known)}", "znode", Place(names.cluster, PlaceKind.ZNODE, known))
        for known in islice(_known_paths(path.lower(), names), COMPLETION_LIMIT)
    ]
    if all(completion.place.name != path for completion in found):
        place = Place(names.cluster, PlaceKind.ZNODE, path.rstrip("/") or "/")
        found[COMPLETION_LIMIT - 1 :] = [Completion(f"zk {sanitise(path)}", "this path", place)]
    return found


def _known_paths(lowered: str, names: Names) -> Iterator[str]:
    """Paths of known znodes that begin so, whatever their case; of 100,000 only those taken are put together."""
    for parent in sorted(names.znodes):
        above = child_path(parent, "").lower()
        if above.startswith(lowered):
            wanted = ""
        elif lowered.startswith(above):
            wanted = lowered.removeprefix(above)
        else:
            continue
        children = names.znodes[parent]
        begins = map(str.startswith, map(str.lower, children), repeat(wanted))
        yield from (child_path(parent, name) for name in compress(children, begins))
