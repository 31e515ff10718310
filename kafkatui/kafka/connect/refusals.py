"""Why a listener and our settings do not fit together, in words: TLS, certificates, login."""

from __future__ import annotations

import re

from msgspec import Struct

from kafkatui.model.errors import ConnectError, KafkatuiError, NotAuthorized


class Refusal(Struct, frozen=True):
    """Why no connection will be made as long as the settings stay.

    Attributes:
        server: host:port.
        reason: follows the server's name: "has an expired certificate".
        is_vague: a look at the listener may tell more.
        may_pass: by itself, so that it is waited for.
    """

    error: type[KafkatuiError]
    server: str
    reason: str
    advice: str
    is_vague: bool = False
    may_pass: bool = False

    def failure(self, doing: str) -> KafkatuiError:
        """The exception to raise; `doing` follows "Could not"."""
        return self.error(f"Could not {doing}: {self.server} {self.reason}.", self.advice)


CLIENT_CERTIFICATE_ADVICE = "Set ssl.certificate.location and ssl.key.location, or ssl.keystore.location."

_PREFIX = re.compile(r"(?:\w+://)?(?P<server>[^/\s]+)/(?:bootstrap|-?\d+): (?P<text>.*)")
"""How librdkafka begins a complaint: protocol, address, the broker's id."""

_OFFERED = re.compile(r"broker's supported mechanisms: ?(\S*)")
_ASKED_MECHANISM = re.compile(r"SASL (\S+) mechanism handshake failed")
_BEFORE_WHY = re.compile(
    r".*?SASL (?:\S+ )?authentication (?:error|failed): ?"
    r"(?:Authentication failed(?: during authentication due to|:) )?",
    re.IGNORECASE,
)
"""librdkafka's and Kafka's words around the reason."""


def refusal_of(complaint: str) -> Refusal | None:
    """What a complaint of librdkafka says about TLS or the login; None when it is about something else."""
    parts = _PREFIX.match(complaint)
    server, text = (parts["server"], parts["text"]) if parts else ("The broker", complaint)
    folded = text.lower()
    if "mechanism handshake failed" in folded:
        return _handshake_refusal(server, text)
    if "sasl" in folded and "authentication" in folded:
        why = _BEFORE_WHY.sub("", text, count=1) or "it gives no reason"
        return login_refused(server, why)
    if "alert" in folded and "certificate" in folded:
        return client_certificate_refused(server)
    if "ssl" in folded:
        return _tls_refusal(server, text)
    return None


def login_refused(server: str, why: str) -> Refusal:
    """The broker does not take the user or the password."""
    return Refusal(
        NotAuthorized, server, f"refused the login: {why.rstrip('.')}", "Check sasl.username and sasl.password."
    )


def client_certificate_refused(server: str) -> Refusal:
    """The listener has `ssl.client.auth=required` and got none, or none that it trusts."""
    reason = "asks for a client certificate that it trusts"
    return Refusal(NotAuthorized, server, reason, CLIENT_CERTIFICATE_ADVICE)


def no_sasl_here(server: str) -> Refusal:
    """A login was tried on a listener without."""
    advice = "Set security.protocol to PLAINTEXT or SSL, or take the SASL listener's port."
    return Refusal(ConnectError, server, "takes no SASL login", advice)


def wants_sasl(server: str, mechanisms: tuple[str, ...], *, uses_tls: bool) -> Refusal:
    """No login was tried on a listener that wants one."""
    offered = f" ({', '.join(mechanisms)})" if mechanisms else ""
    advice = f"Set security.protocol={'SASL_SSL' if uses_tls else 'SASL_PLAINTEXT'}, sasl.mechanism and the login."
    return Refusal(ConnectError, server, f"wants a SASL login{offered}", advice)


def speaks_tls(server: str, *, uses_sasl: bool) -> Refusal:
    """We do not, it does."""
    advice = f"Set security.protocol={'SASL_SSL' if uses_sasl else 'SSL'} (and ssl.ca.location)."
    return Refusal(ConnectError, server, "speaks TLS, which security.protocol does not ask for", advice)


def speaks_no_tls(server: str, *, uses_sasl: bool) -> Refusal:
    """We do, it does not."""
    advice = f"Set security.protocol={'SASL_PLAINTEXT' if uses_sasl else 'PLAINTEXT'}, or take the TLS listener's port."
    return Refusal(ConnectError, server, "speaks no TLS, which security.protocol asks for", advice)


def takes_no_more(server: str) -> Refusal:
    """It ends every new connection at once."""
    reason = (
        "hangs up at once: it has as many connections, from here or in all, as it may (max.connections.per.ip, "
        "max.connections), or a proxy finds no broker behind it"
    )
    advice = "Close other clients on this machine, or raise the broker's limit."
    return Refusal(ConnectError, server, reason, advice, may_pass=True)


def _handshake_refusal(server: str, text: str) -> Refusal:
    offered = _OFFERED.search(text)
    asked = _ASKED_MECHANISM.search(text)
    if "SASL state" in text or (offered is not None and not offered[1]):
        return no_sasl_here(server)
    mechanisms = (offered[1] if offered else "").replace(",", ", ")
    reason = f"does not offer the SASL mechanism {asked[1] if asked else 'asked for'}"
    return Refusal(
        ConnectError, server, f"{reason}, but {mechanisms}" if mechanisms else reason, "Correct sasl.mechanism."
    )


def _tls_refusal(server: str, text: str) -> Refusal:
    text = re.sub(r"error:[0-9A-F]+:", "", text).rstrip("?. ")
    advice = "Check security.protocol and the ssl.* properties."
    return Refusal(ConnectError, server, f"and kafkatui find no TLS connection: {text}", advice, is_vague=True)
