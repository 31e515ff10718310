"""The list of brokers."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from kafkatui.insight.counterparts import znode_place
from kafkatui.model.config_entry import LogDir
from kafkatui.model.observed import Observed, ObservedState
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.presence import LinkState
from kafkatui.model.registration import BrokerRegistration
from kafkatui.model.target import Target
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.feeds import METADATA, Feed, LogDirsFeed, RegistrationsFeed
from kafkatui.tui.pages.base.table_pane import TableContent, TablePane
from kafkatui.view.brokers_table import BROKERS_TABLE, BrokerRow, broker_rows


class BrokersPane(TablePane[BrokerRow]):
    """Every broker that is there or should be."""

    ages = True

    def __init__(self, session: ClusterView, place: Place) -> None:
        super().__init__(session, place, BROKERS_TABLE)

    def feeds(self) -> tuple[Feed[Any], ...]:
        has_zookeeper = self.session.profile.zookeeper is not None
        return (METADATA, LogDirsFeed(), *((RegistrationsFeed(),) if has_zookeeper else ()))

    def content(self) -> TableContent[BrokerRow]:
        metadata = self.session.metadata
        if metadata.value is None:
            return TableContent((), metadata)
        presences = self.session.brokers()
        ids = [presence.broker.id for presence in presences]
        rows = broker_rows(
            metadata.value,
            presences,
            time.time(),
            sizes=sizes_by_broker(self.session.observed(LogDirsFeed()), ids),
            registrations=self._registrations(ids),
        )
        return TableContent(rows, metadata, "The metadata names no broker.")

    def _registrations(self, ids: Sequence[int]) -> Mapping[int, Observed[float]]:
        link = self.session.link
        if link.state is not LinkState.LINKED:
            return {broker_id: Observed.not_supported(link.text) for broker_id in ids}
        observed = self.session.observed(RegistrationsFeed())
        return {broker_id: _registered(observed, broker_id) for broker_id in ids}

    def place_of(self, row: BrokerRow) -> Place | None:
        return Place(self.session.profile.name, PlaceKind.BROKER, str(row.id))

    def counterpart(self) -> Place | None:
        row = self.cursor_row
        if row is None or not self.is_linked:
            return None
        return znode_place(self.session.profile.name, PlaceKind.BROKER, str(row.id))

    def target_of(self, row: BrokerRow) -> Target:
        return Target(PlaceKind.BROKER, str(row.id))

    def command(self) -> str | None:
        return f"kafka-broker-api-versions.sh --bootstrap-server {self.session.profile.bootstrap_servers}"


def sizes_by_broker(log_dirs: Observed[tuple[LogDir, ...]], broker_ids: Sequence[int]) -> Mapping[int, Observed[int]]:
    """Bytes on disk by broker; failed where a broker's directories could not be read."""
    totals: Counter[int] = Counter()
    errors: dict[int, str] = {}
    for log_dir in log_dirs.value or ():
        totals[log_dir.broker_id] += log_dir.size_bytes
        if log_dir.error:
            errors[log_dir.broker_id] = log_dir.error
    return {broker_id: _size(log_dirs, broker_id, totals, errors) for broker_id in broker_ids}


def _size(
    log_dirs: Observed[tuple[LogDir, ...]], broker_id: int, totals: Mapping[int, int], errors: Mapping[int, str]
) -> Observed[int]:
    if log_dirs.value is None:
        return Observed(log_dirs.state, None, log_dirs.as_of_seconds, log_dirs.reason)
    if broker_id in errors or broker_id not in totals:
        reason = errors.get(broker_id, "the broker was not asked")
        return Observed(ObservedState.FAILED, None, log_dirs.as_of_seconds, reason)
    return Observed(log_dirs.state, totals[broker_id], log_dirs.as_of_seconds, log_dirs.reason)


def _registered(observed: Observed[Mapping[int, BrokerRegistration]], broker_id: int) -> Observed[float]:
    if observed.value is None:
        return Observed(observed.state, None, observed.as_of_seconds, observed.reason)
    registration = observed.value.get(broker_id)
    if registration is None:
        return Observed(ObservedState.FAILED, None, observed.as_of_seconds, "not registered")
    return Observed(observed.state, registration.stat.created_ms / 1000, observed.as_of_seconds, observed.reason)
