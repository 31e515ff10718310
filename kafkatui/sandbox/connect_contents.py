"""What the demo's Connect worker runs: a connector that reads a file, and one that cannot write to where it shall."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from pathlib import Path

from kafkatui.model.errors import SandboxError

LINES_TOPIC = "file-lines"
_LINES = 200
_SECONDS = 30.0


def load_connect_contents(url: str, directory: Path) -> None:
    """Creates the connectors; those that are there already are set to the same.

    Args:
        directory: where the file is that is read.

    Raises:
        SandboxError: the worker refused one.
    """
    source = directory / "lines.txt"
    source.write_text("".join(f"line {number} of the demo's file\n" for number in range(_LINES)))
    connectors = {
        "file-source": {
            "connector.class": "FileStreamSource", "tasks.max": "1", "file": str(source), "topic": LINES_TOPIC,
        },
        "archive-sink": {
            "connector.class": "FileStreamSink", "tasks.max": "2", "topics": LINES_TOPIC,
            "file": str(directory / "not-there" / "archive.txt"),
        },
    }  # fmt: skip
    for name, config in connectors.items():
        body = json.dumps(config).encode()
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(f"{url}/connectors/{name}/config", body, headers, method="PUT")
        try:
            with urllib.request.urlopen(request, timeout=_SECONDS):
                pass
        except (OSError, urllib.error.URLError) as error:
            raise SandboxError(f"Could not create the demo's connector {name}: {error}.") from error
