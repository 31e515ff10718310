"""The certificates that servers show, whether or not they hold: a handshake each, and nothing is said after it."""

from __future__ import annotations

import socket
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from ssl import CERT_NONE, SSLContext

HANDSHAKE_SECONDS = 2.0
"""How long a connection, and then its handshake, is waited for."""

AT_ONCE = 8


def certificates_of(
    servers: Sequence[tuple[str, int]],
    make_context: Callable[[], SSLContext],
    timeout_seconds: float = HANDSHAKE_SECONDS,
) -> list[bytes | OSError]:
    """What each shows, in DER, or why it shows nothing; asked at the same time.

    Args:
        make_context: the client's own certificate is in it where servers want one.
    """
    context = make_context()
    context.check_hostname = False
    context.verify_mode = CERT_NONE  # one that has expired is to be seen, too; nothing is sent to it

    def ask(server: tuple[str, int]) -> bytes | OSError:
        try:
            with (
                socket.create_connection(server, timeout_seconds) as plain,
                context.wrap_socket(plain, server_hostname=server[0]) as secured,
            ):
                return secured.getpeercert(binary_form=True) or OSError("it shows no certificate")
        except OSError as error:  # ssl.SSLError is one
            return error
        except ValueError as error:  # a name that no certificate can have
            return OSError(str(error))

    with ThreadPoolExecutor(AT_ONCE, "tls-handshake") as threads:
        return list(threads.map(ask, servers))
