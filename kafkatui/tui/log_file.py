"""Where kafkatui writes what must not stand on the screen: tracebacks and warnings of its own modules."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from logging.handlers import RotatingFileHandler
from pathlib import Path

from kafkatui.config.environment import path_of, set_variables
from kafkatui.model.profile import Profile
from kafkatui.model.secrets import mask_text, secret_values

FILE_NAME = "kafkatui.log"
MAX_BYTES = 1024 * 1024
KEPT_FILES = 2

_LOGGER = "kafkatui"


class _MaskingFormatter(logging.Formatter):
    """Formats with every secret value masked, in messages and tracebacks alike."""

    def __init__(self, secrets: tuple[str, ...]) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        return mask_text(super().format(record), self._secrets)


def log_path(environ: Mapping[str, str] = os.environ) -> Path:
    """The log file: in KAFKATUI_STATE_DIR when that is set, else where the system keeps a user's logs."""
    directory = set_variables(environ).get("KAFKATUI_STATE_DIR")
    if directory is not None:
        return path_of(directory, "KAFKATUI_STATE_DIR") / FILE_NAME
    from platformdirs import user_log_path

    return user_log_path("kafkatui", appauthor=False) / FILE_NAME


def open_log(profile: Profile, path: Path) -> logging.Handler:
    """Send the warnings of kafkatui's modules to `path`, which is made with the first of them; nothing to the terminal.

    Returns:
        the handler, for `close_log`.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = RotatingFileHandler(
            path, maxBytes=MAX_BYTES, backupCount=KEPT_FILES, encoding="utf-8", errors="backslashreplace", delay=True
        )
    except OSError:
        handler = logging.NullHandler()  # a home that cannot be written to is no reason not to start
    handler.setLevel(logging.WARNING)
    handler.setFormatter(_MaskingFormatter(_secrets(profile)))
    logger = logging.getLogger(_LOGGER)
    logger.addHandler(handler)
    logger.propagate = False
    return handler


def close_log(handler: logging.Handler) -> None:
    """Stop writing to the log."""
    logging.getLogger(_LOGGER).removeHandler(handler)
    handler.close()


def _secrets(profile: Profile) -> tuple[str, ...]:
    given = {name: value for name, value in profile.kafka.items() if name in profile.secret_properties}
    zookeeper = profile.zookeeper.properties if profile.zookeeper is not None else {}
    given |= {name: value for name, value in zookeeper.items() if name in profile.secret_properties}
    found = {*secret_values(profile.kafka), *secret_values(zookeeper), *(value for value in given.values() if value)}
    return tuple(sorted(found, key=len, reverse=True))
