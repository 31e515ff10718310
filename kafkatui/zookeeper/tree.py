"""Reading znodes: data, stat, ACL, children."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice
from typing import Any

from kazoo.client import KazooClient
from kazoo.exceptions import NoAuthError, NoNodeError
from kazoo.security import ACL

from kafkatui.codec.znode_acl import shown_identity
from kafkatui.model.errors import NotFound, UsageError
from kafkatui.model.replacing import replace
from kafkatui.model.znode import NamedChildren, Znode, ZnodeAcl, ZnodeChildren, ZnodeStat
from kafkatui.model.znode import child_path as child_path
from kafkatui.model.znode_type import unsigned_name
from kafkatui.zookeeper.connection import ZooKeeperConnection
from kafkatui.zookeeper.errors import translate

_IN_FLIGHT = 256
"""Requests sent at once: kazoo wakes its connection through a socket pair that must not fill up."""
_RUN = 5_000
"""Names sorted at once: list.sort holds the interpreter lock, and a longer hold is a visible stall."""
LETTERS = ((0x04, "c"), (0x08, "d"), (0x01, "r"), (0x02, "w"), (0x10, "a"))
_DIGITS = re.compile(r"\d+")
_ALL_ZEROS = str.maketrans("0123456789", "0000000000")


def check_path(path: str) -> str:
    """The path itself, when ZooKeeper would take it (zookeeperProgrammers, "Data Model").

    Raises:
        UsageError: not absolute, a trailing or double slash, "." or ".." as a part, or a control character.
    """
    if not path.startswith("/"):
        raise UsageError(f"A znode path begins with /: {path!r}.")
    if path != "/" and any(part in ("", ".", "..") for part in path[1:].split("/")):
        raise UsageError(f"{path!r} is no znode path: no part may be empty, . or ...")
    if any(0xD800 <= ord(character) < 0xE000 for character in path):
        raise UsageError(f"{path!r} is no znode path: it is not UTF-8.")
    if any(ord(character) < 0x20 or 0x7F <= ord(character) < 0xA0 for character in path):
        raise UsageError(f"{path!r} is no znode path: it has a control character.")
    return path


def read_znode(connection: ZooKeeperConnection, path: str, with_acl: bool = True) -> Znode:
    """Data, stat and ACL of one znode, in one round trip.

    What the session may not read is left out and said in `data_error` and `acl_error`.

    Raises:
        NotAuthorized: not even the stat may be read.
        NotFound: there is no such znode (or no such chroot).
        KafkatuiError: as `errors.translate` names it.
    """
    check_path(path)
    what = f"read {path}"
    sends: list[Any] = [partial(_get, path=path)]
    if with_acl:
        sends.append(partial(_get_acls, path=path))
    outcomes = connection.outcomes(sends, what)
    data: bytes | None = None
    data_error = ""
    if isinstance(outcomes[0], NoAuthError):
        data_error = "The ACL does not let this session read the data."
        stat = _stat_only(connection, path)
    elif isinstance(outcomes[0], Exception):
        raise _failure(connection, outcomes[0], path, what) from outcomes[0]
    else:
        data, raw_stat = outcomes[0]
        stat = znode_stat(raw_stat)
    acl, acl_error = _acl(outcomes[1]) if with_acl else ((), "")
    return Znode(path, stat, data, data_error, acl, acl_error)


def read_children(connection: ZooKeeperConnection, path: str, timeout_seconds: float | None = None) -> ZnodeChildren:
    """The children of a znode by name, numbers by value; stats are not read (`read_stats` does).

    Raises:
        NotFound: there is no such znode (or no such chroot).
        NotAuthorized: the session may not list it.
        KafkatuiError: as `errors.translate` names it.
    """
    check_path(path)
    what = f"list {path}"
    outcome = connection.outcomes([partial(_get_children, path=path)], what, timeout_seconds)[0]
    if isinstance(outcome, Exception):
        raise _failure(connection, outcome, path, what) from outcome
    return ZnodeChildren(path, NamedChildren(path, sort_names(outcome)))


def child_names(connection: ZooKeeperConnection, path: str) -> Sequence[str]:
    """What the children of a znode are called; none where there is no such znode.

    Raises:
        KafkatuiError: as `errors.translate` names it.
    """
    try:
        return read_children(connection, path).children.names
    except NotFound:
        return ()


def read_stats(
    connection: ZooKeeperConnection, paths: Sequence[str], timeout_seconds: float | None = None
) -> dict[str, ZnodeStat]:
    """Stats of many znodes, pipelined; those that are gone or may not be read are not in the result.

    The time-out bounds each batch of 256.

    Raises:
        KafkatuiError: as `errors.translate` names it.
    """
    stats: dict[str, ZnodeStat] = {}
    what = f"read the stats of {len(paths)} znodes"
    for batch in _batches(paths, _IN_FLIGHT):
        sends = [partial(_exists, path=check_path(path)) for path in batch]
        outcomes = connection.outcomes(sends, what, timeout_seconds)
        for path, outcome in zip(batch, outcomes, strict=True):
            if outcome is None or isinstance(outcome, NoAuthError):
                continue
            if isinstance(outcome, Exception):
                raise translate(outcome, what, connection.server) from outcome
            stats[path] = znode_stat(outcome)
    return stats


def read_data(
    connection: ZooKeeperConnection, paths: Sequence[str], timeout_seconds: float | None = None
) -> dict[str, tuple[bytes | None, ZnodeStat]]:
    """Data and stat of many znodes, pipelined; those that are gone or may not be read are not in the result.

    Raises:
        KafkatuiError: as `errors.translate` names it.
    """
    found = read_each(connection, paths, timeout_seconds)
    return {path: read for path, read in found.items() if read is not None}


def read_each(
    connection: ZooKeeperConnection, paths: Sequence[str], timeout_seconds: float | None = None
) -> dict[str, tuple[bytes | None, ZnodeStat] | None]:
    """As `read_data`, with None for what may not be read: it is there all the same.

    Raises:
        KafkatuiError: as `errors.translate` names it.
    """
    found: dict[str, tuple[bytes | None, ZnodeStat] | None] = {}
    what = f"read {len(paths)} znodes"
    for batch in _batches(paths, _IN_FLIGHT):
        outcomes = connection.outcomes([partial(_get, path=check_path(path)) for path in batch], what, timeout_seconds)
        for path, outcome in zip(batch, outcomes, strict=True):
            if isinstance(outcome, NoNodeError):
                continue
            if isinstance(outcome, Exception) and not isinstance(outcome, NoAuthError):
                raise translate(outcome, what, connection.server) from outcome
            found[path] = None if isinstance(outcome, NoAuthError) else (outcome[0], znode_stat(outcome[1]))
    return found


def sort_names(names: Sequence[str]) -> list[str]:
    """Names in reading order: runs of digits compare by value, so 2 comes before 10; sequential ones as they were made.

    Where the digits stand at the same places in all names (as in "n000001"), the order of characters is that order.
    Otherwise a name becomes one string, digits padded, the name itself behind a NUL (which no znode name has).
    """
    if _have_one_shape(names) and unsigned_name(names[0]) == names[0]:
        return _sorted_in_runs(names)
    keys = _sorted_in_runs([f"{_DIGITS.sub(_pad, unsigned_name(name))}\0{name}" for name in names])
    return [key[key.index("\0") + 1 :] for key in keys]


def _have_one_shape(names: Sequence[str]) -> bool:
    """Whether all names are the same but for the values of their ASCII digits."""
    if not names:
        return False
    shapes: set[str] = set()
    for start in range(0, len(names), _RUN):
        shapes.update("\0".join(names[start : start + _RUN]).translate(_ALL_ZEROS).split("\0"))
        if len(shapes) > 1:
            return False
    return True


def _sorted_in_runs(strings: Sequence[str]) -> list[str]:
    """As `sorted`, which holds the interpreter lock: here never for long. Timsort merges two runs in one pass."""
    runs = [sorted(strings[start : start + _RUN]) for start in range(0, len(strings), _RUN)]
    while len(runs) > 1:
        runs = [sorted(runs[i] + runs[i + 1]) if i + 1 < len(runs) else runs[i] for i in range(0, len(runs), 2)]
    return runs[0] if runs else []


def _pad(match: re.Match[str]) -> str:
    digits = match.group().lstrip("0")
    # The number of digits goes first, so that longer numbers compare greater.
    return f"{len(digits):05d}{digits}"


def znode_stat(raw: Any) -> ZnodeStat:
    """kazoo's ZnodeStat as ours (its `ctime` and `mtime` are Unix milliseconds)."""
    return ZnodeStat(
        czxid=raw.czxid,
        mzxid=raw.mzxid,
        pzxid=raw.pzxid,
        created_ms=raw.ctime,
        modified_ms=raw.mtime,
        version=raw.version,
        children_version=raw.cversion,
        acl_version=raw.aversion,
        # kazoo reads a signed long; container and TTL nodes set the top bit.
        ephemeral_owner=raw.ephemeralOwner & 0xFFFF_FFFF_FFFF_FFFF,
        data_length=raw.dataLength,
        children_count=raw.numChildren,
    )


def znode_acl(raw: ACL) -> ZnodeAcl:
    """kazoo's ACL as ours; the password hash of a digest identity is masked (CVE-2019-0201 is about leaking it)."""
    entry = plain_acl(raw)
    return replace(entry, identity=shown_identity(entry))


def plain_acl(raw: ACL) -> ZnodeAcl:
    """kazoo's ACL as ours, with the hashes of passwords: to be written again, not to be shown."""
    letters = "".join(letter for bit, letter in LETTERS if raw.perms & bit)
    return ZnodeAcl(str(raw.id.scheme), str(raw.id.id or ""), letters)


def _acl(outcome: Any) -> tuple[tuple[ZnodeAcl, ...], str]:
    if isinstance(outcome, NoAuthError):
        return (), "The ACL does not let this session read the ACL."
    if isinstance(outcome, Exception):
        return (), translate(outcome, "read the ACL").what
    return tuple(znode_acl(entry) for entry in outcome[0]), ""


def _stat_only(connection: ZooKeeperConnection, path: str) -> ZnodeStat:
    """Older servers answer `exists` to everybody; 3.8.4 was seen to ask for the right to read, then NotAuthorized."""
    raw_stat = connection.request(partial(_exists, path=path), f"read {path}")
    if raw_stat is None:
        raise NotFound(f"Could not read {path}: there is no such znode.")
    return znode_stat(raw_stat)


def _failure(connection: ZooKeeperConnection, error: Exception, path: str, what: str) -> Exception:
    if isinstance(error, NoNodeError) and connection.chroot and not connection.root_exists():
        return connection.chroot_missing()
    return translate(error, what, connection.server)


def _batches(paths: Sequence[str], size: int) -> Iterator[list[str]]:
    rest = iter(paths)
    while batch := list(islice(rest, size)):
        yield batch


def _get(client: KazooClient, path: str) -> Any:
    return client.get_async(path)


def _get_acls(client: KazooClient, path: str) -> Any:
    return client.get_acls_async(path)


def _get_children(client: KazooClient, path: str) -> Any:
    return client.get_children_async(path)


def _exists(client: KazooClient, path: str) -> Any:
    return client.exists_async(path)
