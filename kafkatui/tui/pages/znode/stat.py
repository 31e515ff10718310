"""A znode's Stat in human terms."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from kafkatui.insight.znode_stat import describe_stat
from kafkatui.model.observed import Observed, ObservedState
from kafkatui.model.place import Place
from kafkatui.model.znode_type import sequence_of
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.feeds import Feed
from kafkatui.tui.pages.base.table_pane import TableContent, TablePane
from kafkatui.tui.pages.znode.page import ZnodePage
from kafkatui.view.facts_table import STAT_TABLE, Fact
from kafkatui.view.span import Span

NUMBER_NOTE = "Sequential: the server put it behind the name; or the name ends in ten digits by itself."
OWNER_NOTE = "From cons of the server asked, which knows only its own clients."


class ZnodeStatPane(ZnodePage, TablePane[Fact]):
    """When it was created and written, how often, by which transactions, and how long it lives."""

    ages = True

    def __init__(self, session: ClusterView, place: Place) -> None:
        TablePane.__init__(self, session, place, STAT_TABLE)

    def feeds(self) -> tuple[Feed[Any], ...]:
        return (*super().feeds(), *self.owner_feeds())

    def show(self) -> None:
        self.learn()
        super().show()

    def content(self) -> TableContent[Fact]:
        znode = self.znode
        if znode.value is None:
            return TableContent((), missing_znode(self))
        stat = describe_stat(znode.value.stat, int(time.time() * 1000))
        facts = [Fact(label, value, note) for label, value, note in stat]
        after = 1 + next(index for index, fact in enumerate(facts) if fact.name == "lifetime")
        if (number := sequence_of(self.path)) is not None:
            facts.insert(after, Fact("number", f"{number:,}", NUMBER_NOTE))
        if words := self.owner_words():
            facts.insert(after, Fact("session's client", words, OWNER_NOTE))
        return TableContent(facts, znode)

    def foot(self, rows: Sequence[Fact]) -> Sequence[Span]:
        return self.foot_parts()


def missing_znode(page: ZnodePage) -> Observed[object]:
    """The state of a znode that was not read: the failure, in the words of the Data tab when there is none."""
    if page.is_gone:
        reason = " ".join(line.text for line in page.gone_lines()[:1])
        return Observed(ObservedState.FAILED, None, page.znode.as_of_seconds, reason)
    return Observed(page.znode.state, None, page.znode.as_of_seconds, page.znode.reason)
