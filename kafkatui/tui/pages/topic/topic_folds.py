"""How the list of topics is folded by prefix, and the figures of what is folded."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

from textual.widget import Widget

from kafkatui.insight.topic_prefixes import prefixes_of, separators_of
from kafkatui.report.topic_list import ListedTopics
from kafkatui.report.topic_prefixes import FoldedTopicList, PrefixRow
from kafkatui.report.topic_sums import TopicSums, lasting
from kafkatui.report.topics import TopicReadings, TopicRow
from kafkatui.session.memory import Memory
from kafkatui.session.tasks import TaskControl
from kafkatui.tui.widgets.long_work import LongWork, in_slices

AT_ONCE_TOPICS = 300
"""Up to here figures are added up at once; beyond, in a task while those of before stay on screen."""


class TopicFolds:
    """Folds and unfolds; what is chosen is remembered.

    Args:
        widget: whose work the adding up is.
        memory: remembers for the cluster.
        changed: called when figures have been added up.
    """

    def __init__(self, widget: Widget, memory: Memory, changed: Callable[[], None]) -> None:
        self._memory = memory
        self._changed = changed
        self._list = FoldedTopicList()
        self._adding = LongWork(widget)
        self._sums: TopicSums | None = None
        self._sum_names: list[str] = []
        self._newest: tuple[ListedTopics, TopicReadings] | None = None
        self.separator, opened = memory.topic_folds
        self.opened = frozenset(opened)

    @property
    def prefix_count(self) -> int:
        """How many lines are prefixes."""
        return self._list.prefix_count

    def rows(self, listed: ListedTopics, readings: TopicReadings) -> Sequence[TopicRow | PrefixRow]:
        """A row for each line of the folded list."""
        self._add_up(listed, readings)
        sums = self._sums if self._sum_names == listed.names else None
        return self._list.rows(listed, readings, sums, self.separator, self.opened)

    def names_in(self, keys: Iterable[str]) -> set[str]:
        """The topics that lines of those keys stand for: a topic for itself."""
        names: set[str] = set()
        for key in keys:
            names.update(self._list.names_in(key) if key.endswith("*") else (key,))
        return names

    def line_for(self, key: str, names: Sequence[str]) -> str | None:
        """The key of the line that has what the line of `key` had, when that is there no more."""
        if key.endswith("*"):
            return next(iter(self._list.names_in(key)), None)
        around = prefixes_of(key, names, self.separator) if self.separator else ()
        return next((f"{prefix}*" for prefix in around if prefix not in self.opened), None)

    # Folding

    def fold_next(self, names: Sequence[str]) -> bool:
        """Fold at the separator that most names have, then at the next, after the last not at all; whether it can."""
        choices = ("", *separators_of(names))
        if choices == ("",) and not self.separator:
            return False
        at = choices.index(self.separator) if self.separator in choices else 0
        self._remember(choices[(at + 1) % len(choices)], frozenset())
        return True

    def turn(self, prefix: str, *, is_open: bool) -> None:
        """Open a prefix or fold it."""
        self._remember(self.separator, self.opened | {prefix} if is_open else self.opened - {prefix})

    def around(self, name: str, names: Sequence[str]) -> str:
        """The innermost prefix that a topic, or another prefix, is folded in."""
        return next((each for each in reversed(prefixes_of(name, names, self.separator)) if each != name), name)

    def open_around(self, marked: Collection[str], names: Sequence[str]) -> None:
        """Open what would hide topics that are marked."""
        around = {each for name in marked for each in prefixes_of(name, names, self.separator)}
        if not around <= self.opened:
            self._remember(self.separator, self.opened | around)

    def _remember(self, separator: str, opened: frozenset[str]) -> None:
        self.separator, self.opened = separator, opened
        self._memory.remember_topic_folds(separator, opened)

    # Figures

    def _add_up(self, listed: ListedTopics, readings: TopicReadings) -> None:
        """Begin to add up where what it is made of has changed; of what comes meanwhile the newest is added up next."""
        readings = lasting(readings)
        newest = self._newest
        if newest is not None and newest[0] is listed and readings.is_as(newest[1]):
            return
        self._newest = (listed, readings)
        if len(listed.topics) <= AT_ONCE_TOPICS:
            sums = TopicSums(listed.topics, readings, self._sums)
            for _ in sums.fill():
                pass
            self._sums, self._sum_names = sums, listed.names
        elif not self._adding.is_running:
            self._begin()

    def _begin(self) -> None:
        if self._newest is None:
            return
        begun = listed, readings = self._newest
        sums, count = TopicSums(listed.topics, readings, self._sums), len(listed.topics)

        def work(control: TaskControl) -> TopicSums:
            in_slices(control, sums.fill(), count, "topics")
            return sums

        def then(found: TopicSums | None) -> None:
            if found is not None:
                self._sums, self._sum_names = found, listed.names
                self._changed()
            if found is not None and self._newest is not begun and not self._adding.is_running:
                self._begin()

        self._adding.start(f"Add up {count:,} topics", work, then)

    def cancel(self) -> None:
        """Add up nothing more."""
        self._newest = None
        self._adding.cancel()
