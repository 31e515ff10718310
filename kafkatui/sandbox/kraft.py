"""Prepares the data directories of KRaft nodes (KIP-631: a node refuses an unformatted directory)."""

from __future__ import annotations

import base64
import shutil
import subprocess
import uuid
from collections.abc import Sequence
from pathlib import Path

from kafkatui.model.errors import SandboxError
from kafkatui.sandbox import broker
from kafkatui.sandbox.properties import format_properties, parse_properties
from kafkatui.sandbox.versions import JarSet

_FORMAT_TIMEOUT_SECONDS = 180.0


def format_storage(jar_set: JarSet, homes: Sequence[Path]) -> None:
    """Formats `data` in each node's home (node ids 1…) for one new cluster; does nothing when that was done before.

    Kafka's tool runs once: the other nodes get a copy that differs in the two ids which must differ.
    """
    first, *others = homes
    if (first / "data" / "meta.properties").exists():
        return
    command = broker.format_command_line(jar_set, first / "server.properties", random_id())
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=_FORMAT_TIMEOUT_SECONDS)
    except subprocess.CalledProcessError as error:
        reason = error.stderr.decode(errors="replace").strip()
        raise SandboxError(f"Kafka's storage tool failed: {reason}") from error
    except subprocess.TimeoutExpired as error:
        raise SandboxError(f"Kafka's storage tool took over {_FORMAT_TIMEOUT_SECONDS:.0f} s.") from error
    for node_id, home in enumerate(others, 2):
        shutil.copytree(first / "data", home / "data")
        meta = home / "data" / "meta.properties"
        ids = {"node.id": str(node_id), "directory.id": random_id()}
        meta.write_text(format_properties(parse_properties(meta.read_text()) | ids))


def random_id() -> str:
    """A UUID as Kafka writes it: 22 characters of URL-safe base64 that do not begin with a dash."""
    while True:
        text = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")
        if not text.startswith("-"):
            return text
