"""Where the sandbox keeps things: jars in the cache, state files of running demos."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

CACHE_VARIABLE = "KAFKATUI_CACHE_DIR"
STATE_VARIABLE = "KAFKATUI_STATE_DIR"


def cache_directory() -> Path:
    """The user's cache for kafkatui; KAFKATUI_CACHE_DIR overrides it. Not created."""
    override = os.environ.get(CACHE_VARIABLE)
    return Path(override) if override else platformdirs.user_cache_path("kafkatui")


def demo_directory() -> Path:
    """The directory of the running demos' state files; KAFKATUI_STATE_DIR overrides its parent. Created, private."""
    override = os.environ.get(STATE_VARIABLE)
    parent = Path(override) if override else platformdirs.user_state_path("kafkatui")
    directory = parent / "demos"
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    return directory
