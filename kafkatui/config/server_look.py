"""What a connection to an address shows by itself, whoever the server there is."""

from __future__ import annotations

import socket
import ssl

AT_ONCE_SECONDS = 0.5
"""One that takes no more connections hangs up at once; every other waits for us to begin."""


def hangs_up_at_once(server: tuple[str, int], timeout_seconds: float) -> bool:
    """Whether a connection is ended by the other side before anything was said.

    Raises:
        OSError: there was no connection.
    """
    with socket.create_connection(server, timeout_seconds) as plain:
        plain.settimeout(AT_ONCE_SECONDS)
        try:
            return not plain.recv(1)
        except TimeoutError:
            return False
        except OSError:
            return True


def takes_tls(server: tuple[str, int], timeout_seconds: float) -> bool:
    """Whether a TLS handshake gets an answer in TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    try:
        with (
            socket.create_connection(server, timeout_seconds) as plain,
            context.wrap_socket(plain, server_hostname=server[0]),
        ):
            return True
    except ssl.SSLError as error:
        return "ALERT" in (error.reason or "")
    except OSError:
        return False
