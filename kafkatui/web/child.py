"""What is started for a browser window: the same command in a process of its own, with less around it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping

from kafkatui.config.browser import IN_BROWSER
from kafkatui.config.options import Options
from kafkatui.config.settings import ENVIRONMENT_PREFIX

_KEPT = frozenset({
    "DBUS_SESSION_BUS_ADDRESS", "DOCKER_HOST", "GNUPGHOME", "HOME", "KRB5CCNAME", "KRB5_CONFIG", "LANG", "LANGUAGE",
    "LC_ALL", "LC_CTYPE", "LC_TIME", "LOGNAME", "NO_COLOR", "PASSWORD_STORE_DIR", "PATH", "SSL_CERT_DIR",
    "SSL_CERT_FILE", "TMPDIR", "TZ", "USER", "VIRTUAL_ENV", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME",
    "XDG_RUNTIME_DIR", "XDG_STATE_HOME",
})  # fmt: skip
"""By these kafkatui finds its things, and so do the commands it takes secrets from: no editor, no shell, no keys."""


def child_environment(environ: Mapping[str, str], referred: Iterable[str], columns: int, rows: int) -> dict[str, str]:
    """The environment of a window's process.

    Args:
        environ: ours.
        referred: variables that the settings take secrets from.
        columns, rows: the browser's window, in cells.
    """
    names = _KEPT.union(referred)
    kept = {name: value for name, value in environ.items() if name in names or name.startswith(ENVIRONMENT_PREFIX)}
    return {
        **kept,
        IN_BROWSER: "1",
        "TEXTUAL_DRIVER": "kafkatui.tui.browser_driver:BrowserDriver",
        "TEXTUAL_COLOR_SYSTEM": "truecolor",
        "COLUMNS": str(columns),
        "ROWS": str(rows),
    }


def child_command(options: Options, *, may_write: bool) -> list[str]:
    """The explorer as it was asked for, read-only unless writing was asked for too; no shell is involved."""
    words = [sys.executable, "-m", "kafkatui"]
    for name, value in (
        ("--bootstrap-server", options.bootstrap_servers),
        ("--zookeeper", options.zookeeper),
        ("--cluster", options.cluster),
        ("--config", options.config),
        ("--theme", options.theme),
        ("--go-to", options.go_to),
    ):
        words += [name, value] if value else []
    for each in options.properties:
        words += ["-X", each]
    return words if may_write and not options.read_only else [*words, "--read-only"]
