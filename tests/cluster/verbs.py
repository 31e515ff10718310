"""`kafkatui VERB …` as a program of its own."""

from __future__ import annotations

import os
import subprocess
import sys

from kafkatui.sandbox.cluster import Sandbox


def run_verb(sandbox: Sandbox, *arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Runs a verb on a sandbox; its settings are nobody's (see the `isolated_user` fixture)."""
    address = ["-b", sandbox.bootstrap_servers, "-z", sandbox.zookeeper_connect or "none"]
    command = [sys.executable, "-m", "kafkatui", *address, *arguments]
    return subprocess.run(command, input=stdin, capture_output=True, env=os.environ, timeout=60, check=False)
