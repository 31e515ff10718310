"""Why a server ended a connection without a word, as far as a look at it tells."""

from __future__ import annotations

import socket
import ssl

STEP_SECONDS = 1.0
"""How long a connection or an answer is waited for; a look takes at most three of them."""

AT_ONCE_SECONDS = 0.5
"""One that takes no more connections hangs up at once; every other waits for us to begin."""

HUNG_UP = "the server hung up (it is starting, has no quorum, or is no ZooKeeper?)"
NO_MORE_CONNECTIONS = (
    "the server hung up at once: it has as many connections from here as it may (maxClientCnxns), or a proxy finds no "
    "server behind it"
)
SPEAKS_TLS = "the server hung up: it speaks TLS"


def why_hung_up(server: tuple[str, int], *, uses_tls: bool) -> str:
    """What is known of it, as a phrase."""
    try:
        if _hangs_up_at_once(server):
            return NO_MORE_CONNECTIONS
        return HUNG_UP if uses_tls or not _takes_tls(server) else SPEAKS_TLS
    except OSError:
        return HUNG_UP


def _hangs_up_at_once(server: tuple[str, int]) -> bool:
    try:
        with socket.create_connection(server, STEP_SECONDS) as plain:
            plain.settimeout(AT_ONCE_SECONDS)
            return not plain.recv(1)
    except ConnectionRefusedError:
        return False
    except ConnectionError:  # ZooKeeper resets it, at times before connecting has ended
        return True
    except TimeoutError:
        return False


def _takes_tls(server: tuple[str, int]) -> bool:
    """Whether a TLS handshake gets an answer in TLS, whoever the server is."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    with socket.create_connection(server, STEP_SECONDS) as plain:
        try:
            with context.wrap_socket(plain):
                return True
        except ssl.SSLError as error:
            return "ALERT" in (error.reason or "")
        except OSError:
            return False
