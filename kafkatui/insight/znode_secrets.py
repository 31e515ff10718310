"""Secrets in Kafka's znodes are masked before anything shows, copies or exports them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from kafkatui.model.secrets import MASK, is_secret

_SENSITIVE_PATH = re.compile(r"/(?:config|delegation_token)/")
"""Broader than ZkData's SensitiveRootPaths (users, brokers, tokens): checking other settings costs nothing. Anywhere in
the path: who looks from above a cluster's chroot sees its secrets too."""
_SECRET_FIELDS = ("salt", "stored_key", "server_key", "storedkey", "serverkey", "hmac")
_SCRAM_PART = re.compile(r"\b(salt|stored_key|server_key)=[^,]*")
_SECRET_WORD = re.compile(
    rb"scram|salt|stored_key|server_key|password|passwd|secret|token|jaas|hmac|keystore\.key", re.I
)


def has_secrets(path: str, data: bytes | None) -> bool:
    """Whether `data` hold what must not be written down."""
    return data is not None and mask_znode_data(path, data) != data


def mask_znode_data(path: str, data: bytes) -> bytes:
    """`data` with every secret replaced; the same bytes when there is none.

    Below /config and /delegation_token: SCRAM credentials (salt, stored_key, server_key; the iterations stay), values
    of properties with a secret name, and the whole of what looks secret but is no JSON.

    Args:
        path: below the chroot, or with it.
    """
    if not data or not _SENSITIVE_PATH.search(path):
        return data
    found = False

    def mask_pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        # Called for every object, also one that a later duplicate key replaces and that a plain dict would not show.
        nonlocal found
        masked = {}
        for name, value in pairs:
            masked[name] = _mask_value(name, value)
            found = found or masked[name] != value
        return masked

    try:
        value = json.loads(data, object_pairs_hook=mask_pairs)
    except (ValueError, RecursionError):
        return MASK.encode() if _SECRET_WORD.search(data) else data
    if not found:
        return data
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def hidden_values(path: str, data: bytes) -> dict[str, str]:
    """What `mask_znode_data` hides, by where it stands: `config.SCRAM-SHA-256`; `data` where all of it is hidden."""
    if not data or mask_znode_data(path, data) == data:
        return {}
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return {"data": data.decode("utf-8", "replace")}
    return dict(_hidden_below("", value))


def _hidden_below(place: str, value: Any) -> Iterator[tuple[str, str]]:
    named = {str(at): each for at, each in enumerate(value)} if isinstance(value, list) else value
    for name, each in named.items() if isinstance(named, dict) else ():
        below = f"{place}.{name}" if place else name
        if isinstance(value, dict) and _mask_value(name, each) != each:
            yield below, each if isinstance(each, str) else json.dumps(each, ensure_ascii=False)
        else:
            yield from _hidden_below(below, each)


def may_hide(path: str) -> bool:
    """Whether a znode there may have something that is masked."""
    return _SENSITIVE_PATH.search(path) is not None


def _mask_value(name: str, value: Any) -> Any:
    if name.upper().startswith("SCRAM-"):
        is_credential = isinstance(value, str) and _SCRAM_PART.search(value)
        return _SCRAM_PART.sub(rf"\1={MASK}", value) if is_credential else MASK
    # A token's id is its name, not its secret.
    if name.lower() in _SECRET_FIELDS or (name != "tokenId" and is_secret(name)):
        return MASK
    return value
