"""Where kafkatui keeps what it has to remember: the journal of its changes."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from kafkatui.config.environment import path_of, set_variables


def state_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """KAFKATUI_STATE_DIR when that is set, else where the system keeps a user's state. It may not exist yet."""
    directory = set_variables(environ).get("KAFKATUI_STATE_DIR")
    if directory is not None:
        return path_of(directory, "KAFKATUI_STATE_DIR")
    from platformdirs import user_state_path

    return user_state_path("kafkatui", appauthor=False)
