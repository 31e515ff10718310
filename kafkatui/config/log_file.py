"""Where kafkatui writes what must not stand on the screen: tracebacks and warnings of its own modules, and what
librdkafka says when it is asked to (`-X debug=…`)."""

from __future__ import annotations

import logging
import os
import traceback
from collections.abc import Mapping
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from kafkatui.config.environment import path_of, set_variables
from kafkatui.model.profile import Profile
from kafkatui.model.secrets import mask_text, secret_values

FILE_NAME = "kafkatui.log"
MAX_BYTES = 1024 * 1024
KEPT_FILES = 2

_LOGGER = "kafkatui"
LIBRDKAFKA = "kafkatui.librdkafka"
"""The logger of the client library, which writes nothing unless its property `debug` is set."""


class _MaskingFormatter(logging.Formatter):
    """Formats with every secret value masked, in messages and tracebacks alike."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self.secrets: tuple[str, ...] = ()
        """The longest first, so that one which is a part of another leaves nothing of that."""

    def format(self, record: logging.LogRecord) -> str:
        return mask_text(super().format(record), self.secrets)


class _PrivateFileHandler(RotatingFileHandler):
    """Files that nobody else reads, also those that were there already."""

    def _open(self) -> TextIOWrapper:
        handle = os.open(self.baseFilename, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        os.fchmod(handle, 0o600)
        return open(handle, self.mode, encoding=self.encoding, errors=self.errors)  # type: ignore[return-value]


def log_path(environ: Mapping[str, str] = os.environ) -> Path:
    """The log file: in KAFKATUI_STATE_DIR when that is set, else where the system keeps a user's logs."""
    directory = set_variables(environ).get("KAFKATUI_STATE_DIR")
    if directory is not None:
        return path_of(directory, "KAFKATUI_STATE_DIR") / FILE_NAME
    from platformdirs import user_log_path

    return user_log_path("kafkatui", appauthor=False) / FILE_NAME


class LogFile:
    """Takes the warnings of kafkatui's modules, in the file at `path`, made with the first of them; none goes to the
    terminal. A context manager."""

    def __init__(self, path: Path) -> None:
        self._formatter = _MaskingFormatter()
        self._handler = _handler(path)
        self._handler.setLevel(logging.WARNING)
        self._handler.setFormatter(self._formatter)
        logger = logging.getLogger(_LOGGER)
        logger.addHandler(self._handler)
        logger.propagate = False

    def learn(self, profile: Profile) -> None:
        """Mask the secrets of `profile` too, from now on and for good; write down what it asks librdkafka to say."""
        known = {*self._formatter.secrets, *_secrets(profile)}
        self._formatter.secrets = tuple(sorted(known, key=len, reverse=True))
        if "debug" in profile.kafka:
            self._handler.setLevel(logging.DEBUG)
            logging.getLogger(LIBRDKAFKA).setLevel(logging.DEBUG)

    def close(self) -> None:
        """Stop writing to it."""
        logging.getLogger(_LOGGER).removeHandler(self._handler)
        self._handler.close()

    def __enter__(self) -> LogFile:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


def _handler(path: Path) -> logging.Handler:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        for kept in path.parent.glob(f"{path.name}*"):
            kept.chmod(0o600)
        return _PrivateFileHandler(
            path, maxBytes=MAX_BYTES, backupCount=KEPT_FILES, encoding="utf-8", errors="backslashreplace", delay=True
        )
    except OSError:
        return logging.NullHandler()  # a home that cannot be written to is no reason not to start


def _secrets(profile: Profile) -> tuple[str, ...]:
    given = {name: value for name, value in profile.kafka.items() if name in profile.secret_properties}
    zookeeper = profile.zookeeper.properties if profile.zookeeper is not None else {}
    given |= {name: value for name, value in zookeeper.items() if name in profile.secret_properties}
    found = {*secret_values(profile.kafka), *secret_values(zookeeper), *(value for value in given.values() if value)}
    return tuple(found)


def crash_sentence(error: BaseException) -> str:
    """Which exception it was and where, without its text, which may hold what came from a cluster."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f" in {Path(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{where}."


def note_crash(error: BaseException, path: Path) -> bool:
    """Append where `error` came from, without its text, to the log; whether it could be written."""
    lines = [f"{type(error).__module__}.{type(error).__qualname__}\n", *traceback.format_tb(error.__traceback__)]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with open(handle, "a", encoding="utf-8", errors="backslashreplace") as file:
            os.fchmod(handle, 0o600)
            file.writelines(lines)
    except OSError:
        return False
    return True
