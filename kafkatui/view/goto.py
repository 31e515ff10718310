"""The `:` line: what can be typed, what it completes to, and where it leads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import compress, islice, repeat

from msgspec import Struct, field

from kafkatui.codec.sanitise import sanitise
from kafkatui.insight.topic_selection import TopicSelection, is_expression, join_topics, split_topics
from kafkatui.model.errors import UsageError
from kafkatui.model.kinds import KINDS
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.replacing import replace
from kafkatui.model.znode import child_path
from kafkatui.view.goto_tabs import tabs_behind

COMPLETION_LIMIT = 200
"""Completions offered at once."""

_PAGES = {
    word.word: (kind, word.tab, word.remark) for kind, row in KINDS.items() if not row.has_name for word in row.words
}
_OBJECTS = {word.word: kind for kind, row in KINDS.items() if row.has_name for word in row.words}
CLUSTER_WORD = "cluster"
"""What a cluster's name follows."""

THIS_PATH = "this path"
"""What is said of a path that is not known: what was typed may be one that is there."""

_NAMED = {PlaceKind.TOPIC: "topic", PlaceKind.BROKER: "broker", PlaceKind.GROUP: "consumer group"}
_NO_SUCH = {kind: f"no {noun} known by this name" for kind, noun in _NAMED.items()}
_UNKNOWN = frozenset({THIS_PATH, *_NO_SUCH.values()})
_WITHOUT_BLANKS = (PlaceKind.TOPIC, PlaceKind.BROKER)
"""Of names of these a blank is no part."""


class Completion(Struct, frozen=True):
    """One line of the list: what would be typed, what it is, and where it leads.

    Attributes:
        place: where it leads; of a command, where it is given.
        command: id of the command that it stands for; empty for a place.
        alias: the word of the user's own that it is; empty for any other.
    """

    text: str
    remark: str
    place: Place
    command: str = ""
    alias: str = ""


class Alias(Struct, frozen=True):
    """A word of the user's own.

    Attributes:
        text: what it stands for, as `:` knows it.
        command: id of the command, where it stands for one; else empty.
    """

    word: str
    text: str
    command: str = ""


class Names(Struct, frozen=True):
    """What there is to go to.

    Attributes:
        znodes: names of the children, in their order, of each znode whose children are known, by its path.
        visited: where the user was, newest first: offered while nothing is typed.
        clusters: names of those that can be shown, each with what to say of it.
        aliases: by their words.
    """

    cluster: str
    topics: Sequence[str]
    brokers: Sequence[tuple[int, str]]
    groups: Sequence[str]
    znodes: Mapping[str, Sequence[str]]
    visited: Sequence[Place] = ()
    clusters: Sequence[tuple[str, str]] = ()
    aliases: Mapping[str, Alias] = field(default_factory=dict)


def complete(typed: str, names: Names) -> list[Completion]:
    """Completions for what was typed, the best first.

    A path, and a name behind its word (`topic NAME`), is what was typed: it comes first, be it known or not, and is
    never replaced by a longer one; a tab may follow (`topic NAME messages`). A bare word is looked for everywhere, what
    is called exactly so first; an alias goes before all of them, and what follows one that stands for a kind of things
    is a name.
    """
    text = typed.strip()
    word, _, rest = text.partition(" ")
    if not text:
        return _first((*_visited(names), *_aliases("", names), *_pages("", names)))
    alias = names.aliases.get(word)
    if alias is not None and alias.text in _OBJECTS and (rest or typed.endswith(" ")):
        return complete(f"{alias.text} {typed.lstrip().partition(' ')[2]}", names)
    if text.startswith("/"):
        return _first(_objects(KINDS[PlaceKind.ZNODE].words[0].word, typed.lstrip(), names))
    if word == CLUSTER_WORD and (rest or typed.endswith(" ")):
        return _first(_clusters(rest.strip(), names))
    if word in _OBJECTS and (rest or typed.endswith(" ")):
        return _first(_objects(word, typed.lstrip().partition(" ")[2].lstrip(), names))
    if word in _PAGES and rest and (tabs := list(_tabs(word, _PAGES[word][0], rest, names))):
        return _first(tab for tab, _ in tabs)
    return _first(_everything(text, names))


def _first(completions: Iterable[Completion]) -> list[Completion]:
    """So many as are offered, each place and each alias once."""
    found: dict[tuple[str, PlaceKind, str, str, str], Completion] = {}
    for completion in completions:
        place = completion.place
        found.setdefault((*place.subject, place.tab, completion.alias), completion)
        if len(found) >= COMPLETION_LIMIT:
            break
    return list(found.values())


def _visited(names: Names) -> Iterator[Completion]:
    for place in names.visited:
        words, tabs = KINDS[place.kind].words, KINDS[place.kind].tabs
        word = next((word for word in words if word.tab and word.tab == place.tab), words[0])
        tab = next((tab.title for tab in tabs[1:] if tab.id == place.tab != word.tab), "")
        remarks = ("visited", tab or ("" if KINDS[place.kind].has_name else word.remark))
        remark = " · ".join(filter(None, remarks))
        yield Completion(f"{word.word} {sanitise(place.name)}".rstrip(), remark, place)


def _aliases(lowered: str, names: Names) -> Iterator[Completion]:
    """Those that begin so, the one that is typed first."""
    begun = [alias for word, alias in names.aliases.items() if word.lower().startswith(lowered)]
    for alias in sorted(begun, key=lambda alias: (alias.word.lower() != lowered, alias.word)):
        remark = sanitise(f"alias: {alias.text}")
        if alias.command:
            yield Completion(alias.word, remark, Place(names.cluster, PlaceKind.CLUSTER), alias.command, alias.word)
        elif (place := _place_of(alias, names)) is not None:
            yield Completion(alias.word, remark, place, alias=alias.word)


def _place_of(alias: Alias, names: Names) -> Place | None:
    """Where an alias leads: of a kind of things without a name, to the list of them."""
    kind = _OBJECTS.get(alias.text)
    if kind is not None:
        return Place(names.cluster, KINDS[kind].parent or PlaceKind.CLUSTER)
    found = complete(alias.text, replace(names, aliases={}, visited=()))
    return found[0].place if found else None


def _pages(lowered: str, names: Names) -> Iterator[Completion]:
    for page, (kind, tab, remark) in _PAGES.items():
        if page.startswith(lowered):
            yield Completion(page, remark, Place(names.cluster, kind, tab=tab))


def _everything(text: str, names: Names) -> Iterator[Completion]:
    lowered = text.lower()
    pages, aliases = list(_pages(lowered, names)), list(_aliases(lowered, names))
    yield from (each for each in (*aliases, *pages) if each.text.lower() == lowered)
    known = {kind: _known(kind, names) for kind in _NAMED}
    exact = [(kind, item) for kind, items in known.items() for item in items if item[0].lower() == lowered]
    exact.sort(key=lambda pair: pair[1][0] != text)  # this case before others
    yield from (_completion(kind, item, names) for kind, item in exact)
    yield from (_cluster(item) for item in names.clusters if item[0].lower() == lowered)
    path = f"/{text}"
    if _is_known(path, names):
        yield _znode(path, names)
    yield from (*aliases, *pages)
    for kind, items in known.items():
        yield from _matching(kind, text, items, names)
    yield from _clusters(text, names)
    yield from _known_znodes(path, names)
    yield _znode(path, names, THIS_PATH)


def place_typed(typed: str, cluster: str) -> Place | None:
    """Where words lead of which nothing has to be known: a page, a path, a name behind its word; None for others."""
    text = typed.strip()
    word, _, rest = text.partition(" ")
    number = rest.strip().partition(" ")[0]
    is_broker = _OBJECTS.get(word) is PlaceKind.BROKER
    if is_broker and not number.isdecimal():
        return None
    names = Names(cluster, (), [(int(number), "")] if is_broker else (), (), {})
    if text.startswith("/") or (word in _OBJECTS and rest):
        return next((completion.place for completion in complete(text, names)), None)
    return place_found(text, names) if word.lower() in _PAGES else None


def place_found(typed: str, names: Names) -> Place | None:
    """Where a bare name leads once it is known what there is; None when nothing is called so or begins so."""
    best = next(iter(complete(typed, names)), None)
    return None if best is None or best.command or best.remark == THIS_PATH else best.place


def _tabs(word: str, kind: PlaceKind, wanted: str, names: Names) -> Iterator[tuple[Completion, bool]]:
    """Tabs of what is named, each with whether it is called just so."""
    for each in tabs_behind(kind, wanted):
        name = each.name
        if kind is PlaceKind.ZNODE:
            name = f"/{name.strip('/')}"
        if kind is not PlaceKind.BROKER or name.isdecimal():
            text = " ".join(part for part in (word, sanitise(name), each.tab.id) if part)
            yield Completion(text, each.tab.title, Place(names.cluster, kind, name, tab=each.tab.id)), each.is_whole


def _objects(word: str, typed: str, names: Names) -> Iterator[Completion]:
    """What a word is followed by: the very name first, then those it may be the beginning or a part of, then tabs.

    A tab's own name at the end is one, unless something known is called so with it.
    """
    kind, wanted = _OBJECTS[word], typed.strip()
    tabs = [] if kind is PlaceKind.MESSAGES else list(_tabs(word, kind, typed, names))
    if kind in _WITHOUT_BLANKS and " " in wanted and tabs:
        yield from (tab for tab, _ in tabs)
        return
    named = _named(word, wanted, names)
    first = next(named, None)
    if first is None or first.remark in _UNKNOWN:
        yield from (tab for tab, is_whole in tabs if is_whole)
    yield from () if first is None else (first,)
    yield from (tab for tab, _ in tabs)
    yield from named


def _named(word: str, wanted: str, names: Names) -> Iterator[Completion]:
    """Things of a kind by name, the very name first."""
    kind = _OBJECTS[word]
    if kind is PlaceKind.ZNODE:
        yield from _znodes(wanted if wanted.startswith("/") else f"/{wanted}", names)
        return
    if kind is PlaceKind.MESSAGES:
        yield from _messages(word, wanted, names)
        return
    items = _known(kind, names)
    if wanted and kind is PlaceKind.BROKER and wanted.lstrip("-").isdecimal():
        # A number is an id and not the beginning of one.
        yield from (_completion(kind, item, names) for item in items if item[0] == wanted)
        return
    same = [item for item in items if item[0] == wanted]
    if wanted and not same and kind is not PlaceKind.BROKER:
        same = [(wanted, _NO_SUCH[kind])]
    yield from (_completion(kind, item, names) for item in same)
    yield from _matching(kind, wanted, items, names)


def messages_place(cluster: str, texts: Sequence[str], tab: str = "messages") -> Place:
    """Where the records of these topics and /expressions/ are: on a topic's own page when it is but one.

    Args:
        tab: "messages" follows them, "search" searches them.
    """
    if len(texts) == 1 and not is_expression(texts[0]):
        return Place(cluster, PlaceKind.TOPIC, texts[0], tab=tab)
    return Place(cluster, PlaceKind.MESSAGES, join_topics(texts), tab="" if tab == "messages" else tab)


def _messages(word: str, wanted: str, names: Names) -> Iterator[Completion]:
    """What was typed, and what its last name may be the beginning of."""
    texts = split_topics(wanted)
    if not texts:
        return
    tab = next(each.tab for each in KINDS[PlaceKind.MESSAGES].words if each.word == word) or "messages"
    place = messages_place(names.cluster, texts, tab)
    yield Completion(f"{word} {sanitise(join_topics(texts))}", _messages_remark(texts, tab, names), place)
    *before, last = texts
    if not is_expression(last):
        for found in _matching(PlaceKind.TOPIC, last, _known(PlaceKind.TOPIC, names), names):
            more = tuple(dict.fromkeys((*before, found.place.name)))
            text = f"{word} {sanitise(join_topics(more))}"
            yield Completion(text, found.remark, messages_place(names.cluster, more, tab))


def _messages_remark(texts: Sequence[str], tab: str, names: Names) -> str:
    try:
        TopicSelection(texts)
    except UsageError as error:
        return sanitise(error.what)
    known = set(names.topics)
    missing = [text for text in texts if not is_expression(text) and text not in known]
    return (
        f"no topic {sanitise(missing[0])} known"
        if missing
        else "searched together"
        if tab == "search"
        else "followed together"
    )


def _clusters(wanted: str, names: Names) -> Iterator[Completion]:
    """Clusters by name: the one called exactly so, those that begin so, those that contain it."""
    lowered = wanted.lower()
    found = [(item, item[0].lower()) for item in names.clusters if lowered in item[0].lower()]
    found.sort(key=lambda pair: (pair[0][0] != wanted, pair[1] != lowered, not pair[1].startswith(lowered)))
    yield from (_cluster(item) for item, _ in found)


def _cluster(item: tuple[str, str]) -> Completion:
    name, remark = item
    return Completion(f"{CLUSTER_WORD} {sanitise(name)}", remark, Place(name, PlaceKind.CLUSTER))


def _known(kind: PlaceKind, names: Names) -> list[tuple[str, str]]:
    """(name, what it is) of everything of a kind."""
    if kind is PlaceKind.BROKER:
        return [(str(broker_id), address) for broker_id, address in names.brokers]
    return [(name, _NAMED[kind]) for name in (names.topics if kind is PlaceKind.TOPIC else names.groups)]


def _matching(kind: PlaceKind, wanted: str, items: Iterable[tuple[str, str]], names: Names) -> Iterator[Completion]:
    """Those that begin so in this case, in any case, then those that contain it; brokers by their address, too."""
    lowered = wanted.lower()
    ranks: tuple[list[tuple[str, str]], ...] = ([], [], [])
    for item in items:
        name = item[0].lower()
        if item[0].startswith(wanted):
            ranks[0].append(item)
        elif name.startswith(lowered):
            ranks[0 if name == lowered else 1].append(item)
        elif lowered in name or (kind is PlaceKind.BROKER and lowered in item[1].lower()):
            ranks[2].append(item)
    yield from (_completion(kind, item, names) for rank in ranks for item in rank)


def _completion(kind: PlaceKind, item: tuple[str, str], names: Names) -> Completion:
    name, remark = item
    word = KINDS[kind].words[0].word
    return Completion(f"{word} {sanitise(name)}", sanitise(remark), Place(names.cluster, kind, name))


def _znodes(path: str, names: Names) -> Iterator[Completion]:
    """The path that was typed, known or not, and those that go on from it."""
    whole = path.rstrip("/") or "/"
    yield _znode(whole, names, "znode" if _is_known(whole, names) else THIS_PATH)
    yield from _known_znodes(path, names)


def _is_known(path: str, names: Names) -> bool:
    parent, _, name = path.rpartition("/")
    return path == "/" or name in names.znodes.get(parent or "/", ())


def _known_znodes(path: str, names: Names) -> Iterator[Completion]:
    return (_znode(known, names) for known in islice(_known_paths(path.lower(), names), COMPLETION_LIMIT))


def _znode(path: str, names: Names, remark: str = "znode") -> Completion:
    return Completion(f"zk {sanitise(path)}", remark, Place(names.cluster, PlaceKind.ZNODE, path))


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
