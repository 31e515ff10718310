"""The one exception tree: a title, what happened, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kafkatui.model.znode import Znode


class KafkatuiError(Exception):
    """Anything kafkatui reports to its user in words.

    Args:
        what: what happened, one sentence without secrets.
        advice: what the user can do next; empty when there is nothing.
    """

    title = "Something failed"

    def __init__(self, what: str, advice: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.what} {self.advice}".rstrip()


class UsageError(KafkatuiError):
    """What the user typed cannot be meant: an option, a path, an expression."""

    title = "That does not work"


class ConfigError(UsageError):
    """A settings file, a profile or a client property is wrong."""

    title = "Configuration"


class ConnectError(KafkatuiError):
    """A cluster or an ensemble could not be reached."""

    title = "No connection"


class TimedOut(ConnectError):
    """No answer came within the time-out."""

    title = "No answer"


class NotSupported(KafkatuiError):
    """This broker generation, server or client cannot do it."""

    title = "Not supported"


class NotWithThisProfile(KafkatuiError):
    """The profile asks for a way to connect that the client library behind this request does not have."""

    title = "Not with this profile"


class NotAuthorized(KafkatuiError):
    """The server refused for lack of rights."""

    title = "Not allowed"


class NotFound(KafkatuiError):
    """The topic, group, broker, record or znode is not there."""

    title = "Not there"


class ReadOnly(KafkatuiError):
    """A write was asked for in read-only mode."""

    title = "Read-only"


class OutcomeUnknown(ConnectError):
    """A change was sent and no answer came: only reading again tells whether it was made."""

    title = "Outcome unknown"


class Conflict(KafkatuiError):
    """It is not what it was when the change was planned; nothing was changed.

    Args:
        there: the znode as it is now; None when it is no znode, or could not be read.
    """

    title = "Changed meanwhile"

    def __init__(self, what: str, advice: str = "", there: Znode | None = None) -> None:
        super().__init__(what, advice)
        self.there = there


class RequestFailed(KafkatuiError):
    """A server answered with an error that none of the others describes."""

    title = "Request failed"


class QueueFull(RequestFailed):
    """The client holds as many records as it may: there is room again once some have arrived."""


class SandboxError(KafkatuiError):
    """The demo cluster could not be started or steered."""

    title = "Demo cluster"


class FieldError(UsageError):
    """What was typed into one field of an action cannot be meant.

    Args:
        field: the field's name.
    """

    def __init__(self, field: str, what: str, advice: str = "") -> None:
        super().__init__(what, advice)
        self.field = field


class Refused(KafkatuiError):
    """An action met an obstacle: nothing was changed."""

    title = "Not now"
