"""What widgets say to each other."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message

from kafkatui.model.errors import KafkatuiError
from kafkatui.model.place import Place
from kafkatui.session.notice import Notice
from kafkatui.view.span import Span


@dataclass
class SessionNotice(Message):
    """The session of `cluster` has something new; posted from its threads."""

    cluster: str
    notice: Notice


@dataclass
class OpenCluster(Message):
    """Somebody wants to see another cluster, at `place` or as it was left."""

    name: str
    place: Place | None = None


@dataclass
class CloseCluster(Message):
    """Somebody wants to see no more of a cluster, and was asked."""

    name: str


@dataclass
class ReconnectCluster(Message):
    """Somebody wants the connections of a cluster made anew, and was asked."""

    name: str


@dataclass
class GoTo(Message):
    """Somebody wants to see `place`."""

    place: Place


@dataclass
class ShowInstead(Message):
    """A page opened on its first tab, which nobody chose, has more to show on the tab of `place`."""

    place: Place


@dataclass
class PlaceChanged(Message):
    """The page shown now shows `place`: another tab, filter or cursor."""

    place: Place


@dataclass
class Failed(Message):
    """An action did not work; shown where the user looks."""

    error: KafkatuiError


@dataclass
class Copy(Message):
    """`text` goes to the clipboard; `what` says what it was."""

    text: str
    what: str


@dataclass
class Hint(Message):
    """A short remark for the user, with no consequence."""

    text: str


@dataclass
class FootChanged(Message):
    """What the foot of the page's border says."""

    spans: tuple[Span, ...]
