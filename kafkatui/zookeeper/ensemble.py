"""Asking every server of an ensemble: by four-letter words, else by its AdminServer. Needs no session: also of use
when there is no quorum."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from kafkatui.model.ensemble import NOT_ALLOWED, NOT_SERVING, Ensemble, EnsembleServer
from kafkatui.model.errors import ConfigError, UsageError
from kafkatui.model.profile import ZooKeeperSettings
from kafkatui.model.replacing import replace
from kafkatui.zookeeper.admin_server import DEFAULT_PORT, ask_admin, mntr_of, srvr_of
from kafkatui.zookeeper.errors import explain_connect_failure
from kafkatui.zookeeper.four_letter import ask_word, latency_of, parse_mntr, parse_srvr, short_version
from kafkatui.zookeeper.settings import ClientOptions, client_options

T = TypeVar("T")

ASK_SECONDS = 1.5
"""A server that does not answer a word so soon is told as silent."""
_MEMBER = re.compile(r"^server\.(\d+)=(.*)$", re.MULTILINE)
_STOPPED = "not currently serving requests"


class ServerDoor:
    """The ways to ask one server.

    Args:
        options: of the profile, for TLS.
        admin_port: of its AdminServer.
    """

    def __init__(self, host: str, port: int, options: ClientOptions, admin_port: int) -> None:
        self.host = host
        self.port = port
        self._options = options
        self._admin_port = admin_port
        self.problem = ""

    @property
    def address(self) -> str:
        return f"{self.host}:{self.port}"

    def word(self, word: str) -> str | None:
        """Its answer to a four-letter word; None when it gives none, and `problem` may say why."""
        try:
            address = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)[0][4][0]
            return ask_word((self.host, str(address), self.port), word, self._options, ASK_SECONDS)
        except (OSError, ValueError) as error:
            self.problem = explain_connect_failure(error)
            return None

    def admin(self, word: str) -> dict[str, Any] | None:
        """Its AdminServer's answer to the same."""
        return ask_admin(self.host, self._admin_port, word, ASK_SECONDS)

    def text(self, word: str) -> tuple[str | None, str]:
        """An answer to be read, and how it was asked for."""
        if (text := self.word(word)) is not None:
            return text, "four-letter words"
        if (answer := self.admin(word)) is not None:
            return json.dumps(answer, indent=2, ensure_ascii=False), "AdminServer"
        return None, self.problem or NOT_ALLOWED


def doors_of(settings: ZooKeeperSettings, only: str = "") -> list[ServerDoor]:
    """The servers of a connect string.

    Args:
        only: host:port of the one that is meant; empty: all.

    Raises:
        ConfigError: the settings are malformed.
        UsageError: there is no such server among them.
    """
    options = client_options(settings)
    text = settings.properties.get("admin.port", "") or str(DEFAULT_PORT)
    if not text.isdecimal() or not 0 < int(text) < 65_536:
        raise ConfigError(f"ZooKeeper setting admin.port is no port: {text!r}.")
    doors = [ServerDoor(host, port, options, int(text)) for host, port in options.hosts]
    if only and not (doors := [door for door in doors if door.address == only]):
        raise UsageError(f"There is no server {only} in {settings.connect}.")
    return doors


def ask_all(doors: Sequence[ServerDoor], ask: Callable[[ServerDoor], T]) -> list[T]:
    """What each gives, asked at the same time."""
    with ThreadPoolExecutor(max(1, len(doors)), "zookeeper-ask") as threads:
        return list(threads.map(ask, doors))


def read_ensemble(settings: ZooKeeperSettings) -> Ensemble:
    """Every server of the connect string. What a server does not tell stays unknown.

    Raises:
        ConfigError: the settings are malformed.
    """
    return Ensemble(tuple(ask_all(doors_of(settings), read_server)))


def read_server(door: ServerDoor) -> EnsembleServer:
    """What one server says of itself."""
    srvr_text, mntr_text = door.word("srvr"), door.word("mntr")
    if srvr_text is not None and _STOPPED in srvr_text:
        return EnsembleServer(door.address, NOT_SERVING, "four-letter words")
    srvr, mntr = parse_srvr(srvr_text or ""), parse_mntr(mntr_text or "")
    ways = ["four-letter words"] if srvr or mntr else []
    asked = []
    if not mntr and (answer := door.admin("mntr")) is not None:
        mntr = mntr_of(answer)
        asked.append(answer)
    if not srvr and (answer := door.admin("srvr")) is not None:
        asked.append(answer)
        if answer.get("error"):
            return EnsembleServer(door.address, NOT_SERVING, "AdminServer")
        srvr = srvr_of(answer)
    if not srvr and not mntr:
        return EnsembleServer(door.address, door.problem or NOT_ALLOWED)
    server = server_of(door.address, ", ".join([*ways, *(["AdminServer"] if asked else [])]), srvr, mntr)
    if server.mode != "leader" or not mntr_text:  # where `mntr` may be asked, `conf` may
        return server
    return replace(server, voters=parse_voters(door.word("conf") or ""))


def parse_voters(conf: str) -> tuple[str, ...] | None:
    """Ids of the servers that vote, from the `server.N=HOST:PORT:PORT[:ROLE][;CLIENT]` lines of `conf` (3.5+)."""
    members = _MEMBER.findall(conf)
    return tuple(number for number, rest in members if ":observer" not in rest.lower()) if members else None


def server_of(address: str, source: str, srvr: Mapping[str, str], mntr: Mapping[str, str]) -> EnsembleServer:
    """A server from whichever answers there are."""
    mode = srvr.get("mode") or mntr.get("server_state", "")
    return EnsembleServer(
        address,
        "Without a quorum it serves reads only, and they may be old." if mode == "read-only" else "",
        source,
        mode,
        short_version(srvr.get("zookeeper version") or mntr.get("version", "")),
        _number(srvr.get("zxid"), 16),
        latency_of(srvr, mntr),
        _number(srvr.get("connections") or mntr.get("num_alive_connections")),
        _number(srvr.get("outstanding") or mntr.get("outstanding_requests")),
        _number(mntr.get("watch_count")),
        _number(srvr.get("node count") or mntr.get("znode_count")),
        _number(mntr.get("ephemerals_count")),
        _number(mntr.get("approximate_data_size")),
        _number(mntr.get("learners") or mntr.get("followers")),
        _number(mntr.get("synced_followers")),
    )


def _number(text: str | None, base: int = 10) -> int | None:
    try:
        return None if not text else int(text, base) if base != 10 else int(float(text))
    except ValueError:
        return None
