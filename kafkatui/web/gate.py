"""Who is let in: textual-serve has no login and looks at no origin, and every page that a browser shows may try."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from msgspec import Struct

LOOPBACK = "127.0.0.1"


class Refusal(Struct, frozen=True):
    """Why a request is not answered.

    Attributes:
        status: HTTP's.
        reason: a sentence for whoever sees it.
    """

    status: int
    reason: str


NO_TOKEN = Refusal(403, "Open the address that kafkatui printed: it has the token that lets you in.")
WRONG_HOST = Refusal(421, "kafkatui answers to the address that it printed only.")
WRONG_ORIGIN = Refusal(403, "This was asked by another page than kafkatui's own.")


@dataclass(frozen=True, slots=True)
class Gate:
    """A token in the address lets a browser in, which is given a cookie and an address without it.

    Attributes:
        port: where it listens, on loopback.
        token: in the printed address; whoever has it may look.
        ticket: the cookie's value, another secret: an address is kept in histories, a cookie like this is not.
    """

    port: int
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    ticket: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)

    @property
    def cookie(self) -> str:
        """The cookie's name. Browsers send a host's cookies to each of its ports: two of us must not meet in one."""
        return f"kafkatui-{self.port}"

    @property
    def hosts(self) -> frozenset[str]:
        """What a browser may call this server."""
        return frozenset(f"{name}:{self.port}" for name in (LOOPBACK, "localhost"))

    def has_token(self, token: str) -> bool:
        """Whether it is the one in the printed address; the time taken says nothing of it."""
        return secrets.compare_digest(token.encode(), self.token.encode())

    def misaddressed(self, headers: Mapping[str, str], *, needs_origin: bool = False) -> Refusal | None:
        """What is wrong with where a request says it goes and comes from.

        A page elsewhere can point a name of its own at 127.0.0.1 (DNS rebinding), so the host has to be ours; and can
        open a WebSocket to any address, with the cookie, so there the origin has to be told and ours.

        Args:
            headers: the request's.
            needs_origin: for a WebSocket.
        """
        host = headers.get("Host", "")
        if host not in self.hosts:
            return WRONG_HOST
        origin = headers.get("Origin")
        if (origin is None and needs_origin) or (origin is not None and origin != f"http://{host}"):
            return WRONG_ORIGIN
        return None

    def without_ticket(self, cookies: Mapping[str, str]) -> Refusal | None:
        """Refused without the cookie that the token got."""
        ticket = cookies.get(self.cookie, "")
        return None if secrets.compare_digest(ticket.encode(), self.ticket.encode()) else NO_TOKEN
