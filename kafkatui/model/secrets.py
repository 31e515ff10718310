"""Which property names hold secrets, and how a secret is shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

MASK = "••••••"
"""What stands where a secret is, whatever its length."""

_SECRET_PARTS = (
    "password",
    "passwd",
    "secret",
    "token",
    "jaas",
    "credential",
    "passphrase",
    "private.key",
    "api.key",
    "user.info",
)
_SECRET_NAMES = frozenset({"ssl.key.pem", "ssl.keystore.key", "sasl.oauthbearer.config", "auth"})
_NOT_SECRET_ENDS = ("endpoint.url", ".location", ".type", ".file", ".ms", ".algorithm", ".iterations", ".length")


def is_secret(name: str) -> bool:
    """True when the value of the property `name` (librdkafka's, Kafka's or ZooKeeper's spelling) must not be shown.

    A file's path or an address is not secret even when what it leads to is (`ssl.key.location`,
    `sasl.oauthbearer.token.endpoint.url`), nor is a duration or how something is encrypted
    (`delegation.token.max.lifetime.ms`, `password.encoder.iterations`).
    """
    folded = name.lower().replace("_", ".")
    if folded in _SECRET_NAMES or folded.endswith("key.pem"):
        return True
    if folded.endswith(_NOT_SECRET_ENDS):
        return False
    return any(part in folded for part in _SECRET_PARTS)


def contains_mask(data: bytes | str) -> bool:
    """Whether our mask stands in it in place of a secret: written back it would destroy that."""
    return (MASK.encode() if isinstance(data, bytes) else MASK) in data  # type: ignore[operator]


def mask_properties(properties: Mapping[str, str]) -> dict[str, str]:
    """The same properties with the values of secret ones replaced by `MASK`."""
    return {name: MASK if value and is_secret(name) else value for name, value in properties.items()}


def secret_values(properties: Mapping[str, str]) -> tuple[str, ...]:
    """The values that must never be printed, longest first; those too short to be recognised in a text are left out."""
    values = {value for name, value in properties.items() if is_secret(name) and len(value) > 2}
    return tuple(sorted(values, key=len, reverse=True))


def mask_text(text: str, secrets: Iterable[str]) -> str:
    """`text` with every one of `secrets` (as `secret_values` returns them) replaced by `MASK`."""
    for secret in secrets:
        text = text.replace(secret, MASK)
    return text


def masked_words(words: object, secrets: Iterable[str]) -> str:
    """What an error says, or else its name, in one line and without `secrets`."""
    return mask_text(" ".join(str(words).split()) or type(words).__name__, secrets)
