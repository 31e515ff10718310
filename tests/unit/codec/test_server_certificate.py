"""The times in a certificate, whatever else is in it."""

from __future__ import annotations

import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kafkatui.codec.server_certificate import server_certificate, validity
from kafkatui.config.tls_handshake import certificates_of

DAY = 86_400


def made(directory: Path, name: str, days: int, *more: str) -> Path:
    """A PEM file of a key and its own certificate."""
    path = directory / f"{name}.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj",
         f"/CN={name}", "-days", str(days), "-keyout", path, "-out", directory / "crt", *more],
        check=True, capture_output=True,
    )  # fmt: skip
    path.write_text(path.read_text() + (directory / "crt").read_text())
    return path


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[str, int]]:
    """One that shakes hands and hangs up, with a certificate for another name that nobody trusts."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made(tmp_path, "elsewhere", 40))
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            while True:
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                try:
                    context.wrap_socket(connection, server_side=True).close()
                except OSError:
                    connection.close()

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listening.getsockname()
        listening.shutdown(socket.SHUT_RDWR)
    thread.join(5)


def test_a_server_is_asked_for_its_certificate_whether_or_not_it_is_trusted(server: tuple[str, int]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        asked = [server, silent.getsockname()]
        shown, nothing = certificates_of(asked, lambda: ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), 0.3)
    assert isinstance(shown, bytes)
    begins, ends = validity(shown)
    assert ends - begins == 40 * DAY
    assert abs(begins - datetime.now(UTC).timestamp()) < 60
    assert isinstance(nothing, OSError)
    assert server_certificate("kafka", "a:1", nothing).error == "timed out" or "timed out" in str(nothing)


def test_times_after_2049_are_written_in_another_way(tmp_path: Path) -> None:
    pem = made(tmp_path, "long", 20_000).read_text()
    der = ssl.PEM_cert_to_DER_cert(pem[pem.index("-----BEGIN CERTIFICATE") :])
    begins, ends = validity(der)
    assert ends - begins == 20_000 * DAY


@pytest.mark.parametrize("data", [b"", b"\x30", b"\x30\x82\xff\xff", b"\x30\x03\x30\x01\x00", b"no certificate at all"])
def test_what_is_no_certificate_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(ValueError, match="no certificate"):
        validity(data)
    assert server_certificate("kafka", "a:1", data).error.startswith("no certificate")
