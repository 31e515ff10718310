"""What a cluster's journal is called: by the cluster's id, whoever tells it, and by an address where nobody does."""

from __future__ import annotations

import hashlib
import threading
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from kafkatui.model.errors import KafkatuiError
from kafkatui.model.profile import Profile, ZooKeeperSettings
from kafkatui.session.journal import Journal

if TYPE_CHECKING:
    from kafkatui.model.cluster import ClusterMetadata
    from kafkatui.session.clients import Clients

KAFKA_SECONDS = 3.0
"""So long Kafka may take to tell its id where the ensemble may tell it as well; without one its own time-out holds."""

_READABLE_CHARACTERS = 80


class JournalName(Struct, frozen=True):
    """The name, and whether it holds.

    Attributes:
        text: the same in every run, as long as the same servers are named.
        is_final: false when Kafka could not be asked, which may know better.
    """

    text: str
    is_final: bool


class NamedJournal:
    """One cluster's journal, opened when it is first needed; anew once Kafka tells what was guessed.

    Args:
        folder: where kafkatui keeps its state.
    """

    def __init__(self, clients: Clients, folder: Path) -> None:
        self._clients = clients
        self._folder = folder
        self._journal: Journal | None = None
        self._is_final = False

    def opened(self) -> Journal:
        """The journal. May wait for Kafka and the ensemble, each as long as a request may take."""
        if self._journal is None or (self._clients.has_metadata and not self._is_final):
            name = journal_name(self._clients)
            self._is_final = name.is_final
            self._journal = Journal(self._folder, name.text)
        return self._journal


def journal_name(clients: Clients) -> JournalName:
    """Kafka's cluster id, else the one that it left in the ensemble, else the ensemble's own address, else Kafka's.

    An ensemble whose Kafka nobody named is asked alone: what answers at Kafka's usual address may be anybody's.
    """
    profile = clients.profile
    if not _is_kafka_named(profile):
        return JournalName(_ensemble_id(clients) or _ensemble_name(profile.zookeeper), is_final=True)
    metadata = _kafka_says(clients, None if profile.zookeeper is None else KAFKA_SECONDS)
    if metadata is not None:
        return JournalName(metadata.cluster_id or f"at-{profile.bootstrap_servers}", is_final=True)
    if profile.zookeeper is None:
        return JournalName(f"at-{profile.bootstrap_servers}", is_final=False)
    return JournalName(_ensemble_id(clients) or _ensemble_name(profile.zookeeper), is_final=False)


def _is_kafka_named(profile: Profile) -> bool:
    is_ensemble_named = profile.zookeeper is not None and not profile.zookeeper.is_assumed
    return bool(profile.bootstrap_servers) and not (profile.is_assumed and is_ensemble_named)


def _kafka_says(clients: Clients, timeout_seconds: float | None) -> ClusterMetadata | None:
    """The metadata, the newest that there are; None when Kafka does not answer in time."""
    if timeout_seconds is None:
        try:
            return clients.metadata()
        except KafkatuiError:
            return None
    answer: Future[ClusterMetadata] = Future()

    def ask() -> None:
        try:
            answer.set_result(clients.metadata())
        except Exception as error:  # it is asked elsewhere too, where it is told
            answer.set_exception(error)

    threading.Thread(target=ask, name="cluster-id", daemon=True).start()
    try:
        return answer.result(timeout_seconds)
    except (KafkatuiError, TimeoutError):
        return None


def _ensemble_id(clients: Clients) -> str | None:
    """The id in `/cluster/id`; None when there is none, or nobody answers."""
    from kafkatui.zookeeper.registrations import read_cluster_id

    try:
        return read_cluster_id(clients.zookeeper())
    except KafkatuiError:
        return None


def _ensemble_name(settings: ZooKeeperSettings | None) -> str:
    """By its servers, in whatever order they are named, and the chroot: paths count from there."""
    servers, _, chroot = (settings.connect if settings is not None else "").partition("/")
    whole = "/".join([",".join(sorted(each.strip() for each in servers.split(","))), chroot.strip("/")]).strip("/")
    return f"ensemble-{whole[:_READABLE_CHARACTERS]}-{hashlib.sha256(whole.encode()).hexdigest()[:12]}"
