"""ZooKeeper's AdminServer (3.5+): the same as the four-letter words, as JSON over HTTP, where those are not allowed."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any

DEFAULT_PORT = 8080
_MAX_BYTES = 8 << 20
COMMANDS = {
    "conf": "configuration", "cons": "connections", "dirs": "dirs", "dump": "dump", "envi": "environment",
    "gtmk": "get_trace_mask", "hash": "hash", "isro": "is_read_only", "lsnp": "last_snapshot", "mntr": "monitor",
    "ruok": "ruok", "srvr": "server_stats", "stat": "stats", "wchc": "watches", "wchp": "watches_by_path",
    "wchs": "watch_summary",
}  # fmt: skip
"""org.apache.zookeeper.server.admin.Commands, by the word that tells the same."""

_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))
"""Servers of an ensemble are near: no proxy is asked for them."""


def ask_admin(host: str, port: int, word: str, timeout_seconds: float) -> dict[str, Any] | None:
    """A server's answer; None when there is no AdminServer, or it does not know the command."""
    at = f"[{host}]" if ":" in host else host
    try:
        with _OPENER.open(f"http://{at}:{port}/commands/{COMMANDS[word]}", timeout=timeout_seconds) as answer:
            value = json.loads(answer.read(_MAX_BYTES))
    except (OSError, ValueError, urllib.error.URLError):
        return None
    if not isinstance(value, dict) or value.get("command") is None:
        return None
    return value


def srvr_of(answer: Mapping[str, Any]) -> dict[str, str]:
    """`server_stats` with the names that `srvr` has."""
    stats = answer.get("server_stats")
    stats = stats if isinstance(stats, dict) else {}
    latency = "/".join(str(stats.get(f"{name}_latency", "")) for name in ("min", "avg", "max"))
    mode = "read-only" if answer.get("read_only") is True else str(stats.get("server_state", ""))
    zxid = stats.get("last_processed_zxid")
    return {
        "zookeeper version": str(answer.get("version", "")),
        "latency min/avg/max": latency,
        "connections": str(stats.get("num_alive_client_connections", "")),
        "outstanding": str(stats.get("outstanding_requests", "")),
        "zxid": hex(zxid) if isinstance(zxid, int) else "",
        "mode": mode,
        "node count": str(answer.get("node_count", "")),
    }


def mntr_of(answer: Mapping[str, Any]) -> dict[str, str]:
    """`monitor` as `mntr` has it."""
    return {name: str(value) for name, value in answer.items() if not isinstance(value, dict | list)}
