"""The rows of all groups, made when somebody looks at them: a refresh costs the same at 10 and at 10,000 groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import is_

from kafkatui.insight.lag import sum_totals
from kafkatui.model.group import Group
from kafkatui.model.group_samples import GroupsSample
from kafkatui.model.lag import LagTotal
from kafkatui.model.observed import Observed
from kafkatui.report.groups import GroupKnowledge, GroupRow, group_row, lag_of, lag_weight
from kafkatui.report.lazy_rows import LazyRows

Listed = tuple[Group, Observed[GroupsSample]]
"""A group, and the sample that it is of."""


class GroupList:
    """Rows of the groups, the same ones again for as long as nothing they are made from changes."""

    def __init__(self) -> None:
        self._listed: dict[str, Listed] = {}
        self._lags: Mapping[str, Observed[LagTotal]] | None = None
        self._by_lag: Sequence[int] = ()
        self._told: tuple[Sequence[str] | None, tuple[LagTotal, int]] | None = None
        self._sources: tuple[object, ...] = ()
        self._rows: Sequence[GroupRow] = ()

    def rows(
        self,
        kafkas: Observed[GroupsSample],
        old: Observed[GroupsSample],
        known: GroupKnowledge,
        others: Sequence[object],
    ) -> Sequence[GroupRow]:
        """A row for each of Kafka's groups, then for those in ZooKeeper; of one name Kafka's own is listed.

        Args:
            others: what `known` is made of; told by identity, as the samples.
        """
        sources = (kafkas, old, known.metadata, *others)
        if _are_same(sources, self._sources):
            return self._rows
        if not _are_same(sources[:2], self._sources[:2]):
            self._lags, self._told, self._by_lag = None, None, ()
            self._listed = {}
            for observed in (kafkas, old):
                for group in observed.value.groups if observed.value is not None else ():
                    self._listed.setdefault(group.id, (group, observed))
        self._sources, listed = sources, list(self._listed.values())
        self._rows = LazyRows(
            list(self._listed),
            lambda index: group_row(*listed[index], known),
            lambda: [f"{group.id} {group.state}" for group, _ in listed],
        )
        return self._rows

    def with_most_lag(self, count: int) -> list[GroupRow]:
        """The rows of so many groups, as `lag_weight` sorts them; the others are not made."""
        if not self._by_lag:
            weights = [(lag_weight(lag.value, key), index) for index, (key, lag) in enumerate(self._all_lags().items())]
            self._by_lag = [index for _, index in sorted(weights)]
        return [self._rows[index] for index in self._by_lag[:count]]

    def told(self, keys: Sequence[str] | None = None) -> tuple[LagTotal, int]:
        """What is known of lags together, and how many groups could not be read.

        Args:
            keys: of those that are meant; all of them when not given.
        """
        if self._told is None or self._told[0] != keys:
            self._told = (keys, self._tell(keys))
        return self._told[1]

    def _tell(self, keys: Sequence[str] | None) -> tuple[LagTotal, int]:
        every = self._all_lags()
        lags = every if keys is None else {key: every[key] for key in keys if key in every}
        failed = sum(
            bool(self._listed[key][0].error or (lag.reason and not lag.has_value)) for key, lag in lags.items()
        )
        return sum_totals(lag.value for lag in lags.values() if lag.value is not None), failed

    def _all_lags(self) -> Mapping[str, Observed[LagTotal]]:
        if self._lags is None:
            self._lags = {key: lag_of(group, observed) for key, (group, observed) in self._listed.items()}
        return self._lags


def _are_same(some: Sequence[object], others: Sequence[object]) -> bool:
    return len(some) == len(others) and all(map(is_, some, others))
