"""Changing the members of an ensemble (3.5+)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from kazoo.client import KazooClient
from kazoo.exceptions import (
    BadArgumentsError,
    BadVersionError,
    NewConfigNoQuorumError,
    NoAuthError,
    ReconfigDisabledError,
    ReconfigInProcessError,
    UnimplementedError,
)

from kafkatui.codec.dynamic_config import parse_dynamic_config
from kafkatui.model.errors import Conflict, KafkatuiError, NotAuthorized, NotSupported, RequestFailed
from kafkatui.model.membership_config import DynamicConfig, EnsembleMember
from kafkatui.zookeeper.connection import ZooKeeperConnection
from kafkatui.zookeeper.write.change import raise_failure, send_change

_WHAT = "change the ensemble's members"

RECONFIG_SECONDS = 20.0
"""New members' connections are part of it, and the old leader may have to hand over."""

SUPERUSER_ADVICE = (
    "Log in as the superuser (zookeeper.DigestAuthenticationProvider.superDigest), or have it give you w on "
    "/zookeeper/config."
)


def reconfigure(
    connection: ZooKeeperConnection, joining: Sequence[EnsembleMember], leaving: Sequence[int], from_version: int
) -> DynamicConfig:
    """Add members, change those that are there, and take others out; what the ensemble is made of afterwards.

    Args:
        from_version: of the configuration that was read; -1 for whatever there is.

    Raises:
        Conflict: it was changed since, or is being changed.
        NotAuthorized: this session is not the superuser, nor does the ACL allow it.
        NotSupported: the servers do not allow it.
        RequestFailed: the new ensemble would not work, or a member cannot be meant.
        OutcomeUnknown: no answer came.
    """
    added = ",".join(each.line for each in joining) or None
    removed = ",".join(str(each) for each in leaving) or None
    send = partial(_send, joining=added, leaving=removed, version=from_version)
    outcome = send_change(connection, [send], _WHAT, RECONFIG_SECONDS)[0]
    if isinstance(outcome, Exception) and (failure := _failure(outcome)) is not None:
        raise failure from outcome
    raise_failure(connection, outcome, _WHAT)
    return parse_dynamic_config((outcome[0] or b"").decode("utf-8", "replace"))


def _failure(error: Exception) -> KafkatuiError | None:
    """What the server says, where it says more than of other requests."""
    match error:
        case ReconfigDisabledError():
            return NotSupported(
                f"Could not {_WHAT}: the servers do not allow it.", "It takes reconfigEnabled=true in every zoo.cfg."
            )
        case UnimplementedError():
            return NotSupported(f"Could not {_WHAT}: the server stands alone, or is older than 3.5.")
        case NoAuthError():
            return NotAuthorized(f"Could not {_WHAT}: this session may not write /zookeeper/config.", SUPERUSER_ADVICE)
        case BadVersionError():
            return Conflict(f"Could not {_WHAT}: they were changed since they were read.", "Look at them again.")
        case ReconfigInProcessError():
            return Conflict(f"Could not {_WHAT}: they are being changed.", "Wait, then look at them again.")
        case NewConfigNoQuorumError():
            return RequestFailed(
                f"Could not {_WHAT}: of those that would vote, no majority is connected and in step.",
                "Start the new servers first; they follow as observers until they are members.",
            )
        case BadArgumentsError():
            return RequestFailed(
                f"Could not {_WHAT}: the servers do not take it.",
                "Two must vote, unless standaloneEnabled=false; no two may have an address together.",
            )
    return None


def _send(client: KazooClient, joining: str | None, leaving: str | None, version: int) -> Any:
    return client.reconfig_async(joining, leaving, None, version)
