"""Findings that somebody does not want to hear of, with the reasons: a small file a cluster."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path

import msgspec

from kafkatui.model.errors import RequestFailed
from kafkatui.session.memory import file_name
from kafkatui.session.whole_file import whole_file

log = logging.getLogger(__name__)


class Mutes:
    """Reasons by `Finding.key`. Read anew each time: verbs and other windows write it too.

    Args:
        folder: where kafkatui keeps its state.
        name: the cluster's, as the profile has it.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self.path = folder / "mutes" / f"{file_name(name)}.json"

    def read(self) -> Mapping[str, str]:
        """All of them; a file that cannot be read is as good as none."""
        try:
            found = msgspec.json.decode(self.path.read_bytes(), type=dict[str, str])
        except FileNotFoundError:
            return {}
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
            log.warning(f"{self.path} could not be read: {error}")
            return {}
        return found

    def set(self, key: str, reason: str) -> None:
        """Mute a finding; with an empty reason no longer.

        Raises:
            RequestFailed: the file could not be written.
        """
        mutes = {other: why for other, why in self.read().items() if other != key}
        if reason:
            mutes[key] = reason
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with whole_file(self.path) as file:
                file.write(msgspec.json.format(msgspec.json.encode(mutes), indent=2).decode())
        except OSError as error:
            raise RequestFailed(f"{self.path} cannot be written: {error.strerror}.") from None
