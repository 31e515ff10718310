"""What a cluster's screen knows of the others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from kafkatui.model.task import TaskState
from kafkatui.report.cluster_list import ClusterRow
from kafkatui.session.application import Application
from kafkatui.view.shell import Loss


class OpenClusters(Protocol):
    """The clusters that there are, and those open at once."""

    @property
    def application(self) -> Application | None:
        """What changes the settings file; None where there is none to change."""

    @property
    def open_count(self) -> int:
        """How many are open."""

    def rows(self) -> list[ClusterRow]:
        """Every cluster that can be opened."""

    def losses(self) -> list[Loss]:
        """What quitting would lose, cluster by cluster."""

    def loss_of_closing(self, name: str) -> Loss:
        """What closing one would lose: its own, and what others do with it."""

    def running_elsewhere(self, name: str) -> Sequence[TaskState]:
        """Tasks under way in other clusters than this one."""


class NoOtherClusters:
    """For a pane that stands alone."""

    open_count = 1
    application: Application | None = None

    def rows(self) -> list[ClusterRow]:
        return []

    def losses(self) -> list[Loss]:
        return []

    def loss_of_closing(self, name: str) -> Loss:
        return Loss(name)

    def running_elsewhere(self, name: str) -> Sequence[TaskState]:
        return ()
