"""A token service on this machine: its keys as brokers fetch them, and tokens signed with one of them."""

from __future__ import annotations

import json
import threading
import time
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256

from kafkatui.sandbox.ports import HOST

ISSUER, AUDIENCE = "http://issuer.example", "kafka"
CLIENT_ID, CLIENT_SECRET = "kafkatui-client", "client-secret-6640"
KEY_ID = "key-1"


@dataclass
class TokenService:
    """What it gives out, to be changed by tests.

    Attributes:
        life_seconds: of the tokens; a negative one has expired.
        gives_strange: whether they are signed with a key that the service does not name.
        told: to whom (its User-Agent) and when, in Unix seconds, each token was given.
    """

    url: str = ""
    issuer: str = ISSUER
    life_seconds: float = 300.0
    gives_strange: bool = False
    told: list[tuple[str, float]] = field(default_factory=list)
    key: RSAPrivateKey = field(default_factory=lambda: generate_private_key(65537, 2048))
    strange_key: RSAPrivateKey = field(default_factory=lambda: generate_private_key(65537, 2048))

    @contextmanager
    def giving(self, **changed: Any) -> Iterator[None]:
        """With tokens of another kind."""
        were = {name: getattr(self, name) for name in changed}
        for name, value in changed.items():
            setattr(self, name, value)
        try:
            yield
        finally:
            for name, value in were.items():
                setattr(self, name, value)

    def times(self, *, is_ours: bool) -> list[float]:
        """When kafkatui's own requests were answered, or librdkafka's."""
        return [at for agent, at in self.told if (agent == "kafkatui") is is_ours]

    def token(self, *, is_strange: bool = False) -> str:
        """A signed token; a strange one's key is not the service's."""
        now = time.time()
        claims = {
            "iss": self.issuer, "aud": AUDIENCE, "sub": "alice", "iat": now - 600, "exp": now + self.life_seconds,
            "scope": "kafka",
        }  # fmt: skip
        key_id = "key-9" if is_strange else KEY_ID
        signed = f"{_encoded_json({'alg': 'RS256', 'kid': key_id})}.{_encoded_json(claims)}"
        signature = (self.strange_key if is_strange else self.key).sign(signed.encode(), PKCS1v15(), SHA256())
        return f"{signed}.{_encoded(signature)}"

    def keys(self) -> dict[str, Any]:
        """The key set (RFC 7517)."""
        numbers = self.key.public_key().public_numbers()
        parts = {"n": numbers.n, "e": numbers.e}
        encoded = {
            name: _encoded(value.to_bytes((value.bit_length() + 7) // 8, "big")) for name, value in parts.items()
        }
        return {"keys": [{"kty": "RSA", "kid": KEY_ID, "use": "sig", "alg": "RS256", **encoded}]}

    def answer(self, authorization: str, agent: str) -> tuple[int, dict[str, Any]]:
        """To a client that asks for a token with its id and secret."""
        if b64decode(authorization.removeprefix("Basic ")).decode() != f"{CLIENT_ID}:{CLIENT_SECRET}":
            return 401, {"error": "invalid_client", "error_description": "No such client, or another secret"}
        self.told.append((agent, time.time()))
        return 200, {
            "access_token": self.token(is_strange=self.gives_strange),
            "token_type": "Bearer",
            "expires_in": int(self.life_seconds),
        }


@contextmanager
def token_service() -> Iterator[TokenService]:
    """Runs one."""
    service = TokenService()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.tell(200, service.keys())

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.tell(*service.answer(self.headers.get("Authorization", ""), self.headers.get("User-Agent", "")))

        def tell(self, status: int, value: dict[str, Any]) -> None:
            body = json.dumps(value).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            pass

    server = ThreadingHTTPServer((HOST, 0), Handler)
    service.url = f"http://{HOST}:{server.server_port}"
    threading.Thread(target=server.serve_forever, name="token-service", daemon=True).start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()


def _encoded(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


def _encoded_json(value: dict[str, Any]) -> str:
    return _encoded(json.dumps(value).encode())
