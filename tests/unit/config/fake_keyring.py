"""What stands in for the library `keyring` and the machine's own keyring."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

KEPT: dict[tuple[str, str], str] = {}


def FakeKeyring() -> Any:
    """One that keeps in this process."""
    return SimpleNamespace(
        get_keyring=lambda: SimpleNamespace(priority=1.0),
        get_password=lambda service, user: KEPT.get((service, user)),
        set_password=lambda service, user, secret: KEPT.update({(service, user): secret}),
    )


def HeadlessKeyring() -> Any:
    """The library on a machine without one."""
    return SimpleNamespace(get_keyring=lambda: SimpleNamespace(priority=0))
