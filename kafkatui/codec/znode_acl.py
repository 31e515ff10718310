"""ACL entries of znodes as they are typed and written: `scheme:id:permissions`, as zkCli has them."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable

from kafkatui.model.errors import UsageError
from kafkatui.model.secrets import contains_mask
from kafkatui.model.znode import ZnodeAcl

LETTERS = "cdrwa"

HIDDEN = "••••"
"""What stands for the hash of a digest user's password."""

SHORT = {
    "open": (ZnodeAcl("world", "anyone", LETTERS),),
    "read": (ZnodeAcl("world", "anyone", "r"),),
    "creator": (ZnodeAcl("auth", "", LETTERS),),
}
"""Words for what is asked for most: everybody everything, everybody reading, whoever this session is logged in as."""

_ADVICE = "It reads scheme:id:permissions, as world:anyone:cdrwa, ip:10.0.0.0/8:r, or open, read, creator."


def digest_id(user: str, password: str) -> str:
    """What ZooKeeper knows a digest user by: its name and base64(sha1(name:password)), as its provider has it."""
    hashed = hashlib.sha1(f"{user}:{password}".encode(), usedforsecurity=False).digest()
    return f"{user}:{base64.b64encode(hashed).decode('ascii')}"


def parse_acl(entries: Iterable[str], password: str | None = None) -> tuple[ZnodeAcl, ...]:
    """The entries, each of one text or several with commas between.

    Args:
        password: of digest users that are named without a hash: `digest:alice:cdrwa`.

    Raises:
        UsageError: one of them cannot be meant.
    """
    texts = [text.strip() for entry in entries for text in _split(entry)]
    return tuple(dict.fromkeys(each for text in texts if text for each in _parse(text, password)))


def _split(entry: str) -> list[str]:
    """At commas that stand behind permissions: an X.509 subject has commas, too."""
    parts: list[str] = []
    for text in entry.split(","):
        if parts and not _ends(parts[-1]):
            parts[-1] += f",{text}"
        else:
            parts.append(text)
    return parts


def _ends(text: str) -> bool:
    return text.strip() in SHORT or set(text.strip().rpartition(":")[2] or "-") <= set(LETTERS)


def _parse(text: str, password: str | None) -> tuple[ZnodeAcl, ...]:
    if text in SHORT:
        return SHORT[text]
    scheme, _, rest = text.partition(":")
    identity, colon, permissions = rest.rpartition(":")
    if not scheme or not colon or not permissions or not set(permissions) <= set(LETTERS):
        raise UsageError(f"“{_without_hash(scheme, text)}” is no ACL entry.", _ADVICE)
    if HIDDEN in identity or contains_mask(identity):
        raise UsageError(
            f"The ACL entry of {identity.partition(':')[0]} holds kafkatui's mask in place of a password's hash.",
            "Name the user without it, and give the password.",
        )
    if scheme == "digest" and ":" not in identity:
        if not identity or password is None:
            raise UsageError(
                f"The digest user {identity} has no hash.", "Give the password, or digest:USER:HASH:PERMISSIONS."
            )
        identity = digest_id(identity, password)
    ordered = "".join(letter for letter in LETTERS if letter in permissions)
    return (ZnodeAcl(scheme, identity, ordered),)


def _without_hash(scheme: str, text: str) -> str:
    return ":".join(text.split(":")[:2]) if scheme == "digest" else text


def acl_text(acl: Iterable[ZnodeAcl], *, shows_secrets: bool = False) -> str:
    """The entries in one text that `parse_acl` reads; hashes of passwords masked unless told otherwise."""
    return ",".join(
        f"{each.scheme}:{each.identity if shows_secrets else shown_identity(each)}:{each.permissions}" for each in acl
    )


def shown_identity(entry: ZnodeAcl) -> str:
    """Whom an entry is about, without the hash of a password."""
    if entry.scheme == "digest" and ":" in entry.identity:
        return f"{entry.identity.partition(':')[0]}:{HIDDEN}"
    return entry.identity


def has_hash(acl: Iterable[ZnodeAcl]) -> bool:
    """Whether the hash of a password is among them, which is written down nowhere."""
    return any(each.scheme == "digest" and ":" in each.identity for each in acl)
