"""Who is connected to an ensemble: sessions, their clients, their ephemeral znodes and what they watch."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kafkatui.model.ensemble import EnsembleSession, EnsembleSessions
from kafkatui.model.profile import ZooKeeperSettings
from kafkatui.zookeeper.ensemble import ServerDoor, ask_all, doors_of

_CLIENT = re.compile(r"^\s*/?(\S+?)\[\d+\]\(([^)]*)\)", re.MULTILINE)
_SESSION = re.compile(r"^(0x[0-9a-f]+):?\s*$", re.IGNORECASE)
_EPHEMERALS = "Sessions with Ephemerals"


@dataclass(slots=True)
class _Told:
    """What one server tells; None where it does not."""

    address: str
    clients: dict[int, tuple[str, int | None, str]] | None = None
    ephemerals: dict[int, tuple[str, ...]] | None = None
    watches: dict[int, tuple[str, ...]] | None = None
    silent: list[str] = field(default_factory=list)


def read_sessions(settings: ZooKeeperSettings) -> EnsembleSessions:
    """The sessions that the servers tell of, merged by their ids. Never raises for a silent server: it is told.

    Raises:
        ConfigError: the settings are malformed.
    """
    return merged(ask_all(doors_of(settings), _told))


def _told(door: ServerDoor) -> _Told:
    told = _Told(door.address)
    if (text := door.word("cons")) is not None:
        told.clients = parse_clients(text)
    elif (answer := door.admin("cons")) is not None:
        told.clients = clients_of(answer)
    if (text := door.word("dump")) is not None:
        told.ephemerals = parse_paths(text.partition(_EPHEMERALS)[2])
    elif (answer := door.admin("dump")) is not None:
        told.ephemerals = _paths_of(answer.get("session_id_to_ephemeral_paths"))
    if (text := door.word("wchc")) is not None:
        told.watches = parse_paths(text)
    elif (answer := door.admin("wchc")) is not None:
        told.watches = _paths_of(answer.get("session_id_to_watched_paths"))
    for word, value in (("cons", told.clients), ("dump", told.ephemerals), ("wchc", told.watches)):
        if value is None:
            told.silent.append(f"{door.address} does not tell {word}: {door.problem or 'it is not allowed'}.")
    return told


def merged(answers: Iterable[_Told]) -> EnsembleSessions:
    """One line a session, from all that was told."""
    answers = list(answers)
    ephemerals: dict[int, tuple[str, ...]] = {}
    for told in answers:
        for session, paths in (told.ephemerals or {}).items():
            ephemerals[session] = max(ephemerals.get(session, ()), paths, key=len)
    tells_ephemerals = any(told.ephemerals is not None for told in answers)
    found: dict[int, EnsembleSession] = {}
    for told in answers:
        for session, (client, timeout, operation) in (told.clients or {}).items():
            watches = None if told.watches is None else told.watches.get(session, ())
            own = ephemerals.get(session, ()) if tells_ephemerals else None
            found[session] = EnsembleSession(session, told.address, client, timeout, own, watches, operation)
    for session, paths in ephemerals.items():
        if session not in found:
            found[session] = EnsembleSession(session, ephemerals=paths)
    return EnsembleSessions(
        tuple(found[session] for session in sorted(found)), tuple(line for told in answers for line in told.silent)
    )


def parse_clients(text: str) -> dict[int, tuple[str, int | None, str]]:
    """Address, time-out and last operation of the clients of `cons`, by session; what has no session is left out."""
    clients = {}
    for address, inner in _CLIENT.findall(text):
        fields = dict(part.partition("=")[::2] for part in inner.split(","))
        if session := fields.get("sid"):
            timeout = fields.get("to", "")
            clients[int(session, 16)] = (address, int(timeout) if timeout.isdecimal() else None, fields.get("lop", ""))
    return clients


def clients_of(answer: Mapping[str, Any]) -> dict[int, tuple[str, int | None, str]]:
    """The same of the AdminServer's connections."""
    clients: dict[int, tuple[str, int | None, str]] = {}
    for each in [*(answer.get("connections") or ()), *(answer.get("secure_connections") or ())]:
        session = each.get("session_id")
        if isinstance(session, int) and session:
            address = str(each.get("remote_socket_address", "")).lstrip("/")
            timeout = each.get("session_timeout")
            clients[session & (1 << 64) - 1] = (
                address, timeout if isinstance(timeout, int) else None, str(each.get("last_operation", "")),
            )  # fmt: skip
    return clients


def parse_paths(text: str) -> dict[int, tuple[str, ...]]:
    """Paths below lines with a session's id, as `dump` and `wchc` have them."""
    found: dict[int, list[str]] = {}
    current: list[str] | None = None
    for line in text.splitlines():
        if session := _SESSION.match(line.strip()):
            current = found.setdefault(int(session[1], 16), [])
        elif current is not None and line.startswith(("\t", " ")) and line.lstrip("\t ").startswith("/"):
            current.append(line.lstrip("\t "))
    return {session: tuple(sorted(paths)) for session, paths in found.items()}


def _paths_of(value: Any) -> dict[int, tuple[str, ...]] | None:
    if not isinstance(value, dict):
        return None
    return {int(session, 0) & (1 << 64) - 1: tuple(sorted(paths)) for session, paths in value.items()}
