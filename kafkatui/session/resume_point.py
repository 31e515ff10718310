"""Up to where a copy has come, kept in a file until it is complete."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping
from pathlib import Path

import msgspec
from msgspec import Struct

from kafkatui.config.state_folder import state_folder
from kafkatui.model.cluster import TopicPartition
from kafkatui.model.errors import RequestFailed
from kafkatui.model.replacing import replace
from kafkatui.model.tail_range import TailRange
from kafkatui.model.tail_start import TailStart
from kafkatui.session.whole_file import whole_file

log = logging.getLogger(__name__)


class ResumePoint(Struct, frozen=True):
    """The file of one copy, told by where it goes from and to."""

    path: Path

    @staticmethod
    def of(*names: str) -> ResumePoint:
        """The one of these clusters and topics."""
        digest = hashlib.sha256("\0".join(names).encode()).hexdigest()[:24]
        return ResumePoint(state_folder() / "copies" / f"{digest}.json")

    def reach(self, offsets: Mapping[TopicPartition, int]) -> None:
        """Everything below these offsets has arrived. A file that cannot be written is told in the log."""
        before = self._read() or []
        reached = {(topic, partition): offset for topic, partition, offset in before} | dict(offsets)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with whole_file(self.path) as file:
                file.write(msgspec.json.encode([(*key, offset) for key, offset in reached.items()]).decode())
        except OSError as error:
            log.warning("%s could not be written: %s", self.path, error)

    def apply(self, what: TailRange) -> TailRange:
        """The range from there on.

        Raises:
            RequestFailed: nothing is kept of such a copy.
        """
        reached = self._read()
        if not reached:
            raise RequestFailed("There is no copy to go on with.", "Leave out --resume.")
        offsets = {(topic, partition): offset for topic, partition, offset in reached}
        return replace(what, start=TailStart.at_offsets(offsets))

    def forget(self) -> None:
        """It is complete."""
        self.path.unlink(missing_ok=True)

    def _read(self) -> list[tuple[str, int, int]] | None:
        try:
            return msgspec.json.decode(self.path.read_bytes(), type=list[tuple[str, int, int]])
        except (OSError, msgspec.DecodeError):
            return None
