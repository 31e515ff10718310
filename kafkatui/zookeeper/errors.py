"""kazoo's exceptions as errors a person can read."""

from __future__ import annotations

import socket
import ssl

from kazoo.exceptions import (
    AuthFailedError,
    BadArgumentsError,
    ConnectionClosedError,
    ConnectionLoss,
    InvalidACLError,
    KazooException,
    MarshallingError,
    NoAuthError,
    NoChildrenForEphemeralsError,
    NoNodeError,
    NotEmptyError,
    NotReadOnlyCallError,
    OperationTimeoutError,
    QuotaExceededError,
    SessionClosedRequireSaslError,
    SessionExpiredError,
    SessionMovedError,
    UnimplementedError,
    ZookeeperStoppedError,
)
from kazoo.handlers.threading import KazooTimeoutError

from kafkatui.model.errors import (
    ConnectError,
    KafkatuiError,
    NotAuthorized,
    NotFound,
    NotSupported,
    ReadOnly,
    RequestFailed,
    TimedOut,
)

UNKNOWN_AUTHORITY = (2, 18, 19, 20, 21)
"""OpenSSL's X509_V_ERR_… numbers for a certificate that nobody known has signed."""

LOST = (ConnectionLoss, ConnectionClosedError, SessionExpiredError, SessionMovedError, ZookeeperStoppedError)
"""The connection went away before the answer came."""
_TIMED_OUT = (KazooTimeoutError, OperationTimeoutError, TimeoutError)


_REFUSED: tuple[tuple[type[KazooException], str, str], ...] = (
    (NotEmptyError, "it has children", "Delete those first."),
    (NoChildrenForEphemeralsError, "its parent is ephemeral, and such a znode has no children", ""),
    (InvalidACLError, "the server does not take the ACL", "A scheme it does not know, or `auth` without a login?"),
    (QuotaExceededError, "a quota above it does not allow it", "See /zookeeper/quota."),
    (BadArgumentsError, "the server does not take the path or another part of the request", ""),
)
"""What a server refuses for a reason that the request's author can see."""


def translate(error: BaseException, what: str, server: str = "") -> KafkatuiError:
    """The error for a failed request.

    Args:
        error: what kazoo raised.
        what: what was being done, as it reads after "Could not": "read /brokers/ids".
        server: the connect string or the server in use, for the sentence; may be empty.
    """
    where = f" from {server}" if server else ""
    if isinstance(error, KafkatuiError):
        return error
    if isinstance(error, NoNodeError):
        return NotFound(f"Could not {what}: there is no such znode.", "It may have been deleted; refresh its parent.")
    if isinstance(error, NoAuthError):
        return NotAuthorized(
            f"Could not {what}: its ACL does not allow this session to.",
            "Check the profile's `auth` or `sasl.*`; ZooKeeper does not tell a wrong password from a missing right.",
        )
    if isinstance(error, AuthFailedError):
        return NotAuthorized(f"ZooKeeper refused the credentials{where}.", "Check the profile's `auth` or `sasl.*`.")
    if isinstance(error, _TIMED_OUT):
        return TimedOut(f"Could not {what}: no answer{where} in time.", "Press r to try again.")
    if isinstance(error, LOST):
        return ConnectError(f"Could not {what}: the ZooKeeper connection was lost.", "It is being re-established.")
    if isinstance(error, NotReadOnlyCallError):
        return ReadOnly(f"Could not {what}: this ZooKeeper server is read-only (it has no quorum).")
    if isinstance(error, UnimplementedError):
        return NotSupported(f"Could not {what}: this ZooKeeper server does not know that request.")
    if isinstance(error, MarshallingError):
        return RequestFailed(f"Could not {what}: the server could not read the request (jute.maxbuffer?).")
    if isinstance(error, SessionClosedRequireSaslError):
        return NotAuthorized(f"Could not {what}: the server wants a SASL login.", "Set the profile's `sasl.*`.")
    for kind, why, advice in _REFUSED:
        if isinstance(error, kind):
            return RequestFailed(f"Could not {what}: {why}.", advice)
    if isinstance(error, KazooException):
        return RequestFailed(f"Could not {what}: {type(error).__name__.removesuffix('Error')}.")
    return RequestFailed(f"Could not {what}: {type(error).__name__}: {error}.")


def explain_connect_failure(error: BaseException) -> str:
    """Why a socket to a server could not be opened, in words: "refused", "TLS: …"."""
    if isinstance(error, ssl.SSLCertVerificationError):
        why = "no authority in tls.ca signed it" if error.verify_code in UNKNOWN_AUTHORITY else error.verify_message
        return f"TLS: the server's certificate was not accepted: {why.rstrip('.')}"
    if isinstance(error, ssl.SSLError):
        reason = (error.reason or str(error)).replace("_", " ").lower()
        return f"TLS failed: {reason} (is this the TLS port?)"
    if isinstance(error, ConnectionRefusedError):
        return "connection refused"
    if isinstance(error, socket.gaierror):
        return "the name does not resolve"
    if isinstance(error, TimeoutError):
        return "no answer"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    return str(error) or type(error).__name__
