"""Why a server ended a connection without a word, as far as a look at it tells."""

from __future__ import annotations

from kafkatui.config.server_look import hangs_up_at_once, takes_tls

STEP_SECONDS = 1.0
"""How long a connection or an answer is waited for; a look takes at most three of them."""

HUNG_UP = "the server hung up (it is starting, has no quorum, or is no ZooKeeper?)"
NO_MORE_CONNECTIONS = (
    "the server hung up at once: it has as many connections from here as it may (maxClientCnxns), or a proxy finds no "
    "server behind it"
)
SPEAKS_TLS = "the server hung up: it speaks TLS"


def why_hung_up(server: tuple[str, int], *, uses_tls: bool) -> str:
    """What is known of it, as a phrase."""
    try:
        if _hangs_up(server):
            return NO_MORE_CONNECTIONS
        return HUNG_UP if uses_tls or not takes_tls(server, STEP_SECONDS) else SPEAKS_TLS
    except OSError:
        return HUNG_UP


def _hangs_up(server: tuple[str, int]) -> bool:
    try:
        return hangs_up_at_once(server, STEP_SECONDS)
    except (ConnectionRefusedError, TimeoutError):
        return False
    except ConnectionError:  # ZooKeeper resets it, at times before connecting has ended
        return True
