"""A topic's configuration."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from kafkatui.insight.counterparts import znode_place
from kafkatui.model.config_entry import ConfigEntry
from kafkatui.model.observed import Observed
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.setting import Settings
from kafkatui.report.config_explained import ExplainedRow, explained_rows
from kafkatui.report.part import part
from kafkatui.session.feeds import METADATA, CapabilitiesFeed, Feed, TopicConfigsFeed
from kafkatui.session.feeds.settings import TopicDocumentationFeed
from kafkatui.tui.pages.base.config_pane import ConfigPane


class TopicConfigPane(ConfigPane):
    """Overrides bright, defaults dim."""

    def feeds(self) -> tuple[Feed[Any], ...]:
        name = self.place.name
        told = (TopicConfigsFeed((name,)), CapabilitiesFeed(), TopicDocumentationFeed(name))
        return (METADATA, *told, *self.registered())

    def entries(self) -> Observed[Sequence[ConfigEntry]]:
        by_topic = self.session.observed(TopicConfigsFeed((self.place.name,)))
        entries: Observed[Sequence[ConfigEntry]] = part(by_topic, lambda configs: configs.get(self.place.name))
        metadata = self.session.metadata
        if metadata.value is None or self.place.name in metadata.value.topics:
            return entries
        # Configuration is read rarely, and a broker may still tell it of a topic that was deleted.
        reason = f"Topic {self.place.name} does not exist (any more). Looking at it does not create it."
        return entries.failing(reason, metadata.as_of_seconds or time.time())

    def explained(self, entries: Sequence[ConfigEntry]) -> list[ExplainedRow]:
        (documentation,) = self.explained_from()
        return explained_rows(entries, "topic", self.generation, documentation=documentation)

    def explained_from(self) -> tuple[Settings | None]:
        return (self.session.observed(TopicDocumentationFeed(self.place.name)).value,)

    def counterpart(self) -> Place | None:
        if not self.is_linked:
            return None
        return znode_place(self.session.profile.name, PlaceKind.TOPIC, self.place.name, tab_id="config")

    def topic_name(self) -> str | None:
        return self.place.name

    def command(self) -> str | None:
        servers = self.session.profile.bootstrap_servers
        return (
            f"kafka-configs.sh --bootstrap-server {servers} --entity-type topics --entity-name {self.place.name} "
            "--describe --all"
        )
