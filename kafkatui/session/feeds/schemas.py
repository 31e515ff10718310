"""The subjects of the cluster's schema registry."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from kafkatui.model.observed import Observed
from kafkatui.model.schema_subject import Subjects
from kafkatui.session.feeds.base import Feed

if TYPE_CHECKING:
    from kafkatui.session.clients import Clients

MOST_ASKED = 500
"""Of more subjects the rest are names only: each of the others costs two requests."""


class SubjectsFeed(Feed[Subjects], frozen=True):
    """Every subject with its newest version; not supported where the profile names no registry."""

    interval_seconds: ClassVar[float] = 30.0
    lane: ClassVar[str] = "registry"

    with_deleted: bool = False

    def read(self, clients: Clients, previous: Observed[Subjects], publish: Callable[[Subjects], None]) -> Subjects:
        from kafkatui.kafka.registry.subjects import SubjectReader

        return SubjectReader(clients.registry()).subjects(MOST_ASKED, with_deleted=self.with_deleted)
