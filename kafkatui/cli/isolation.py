"""The option that says which records of transactions are read: `read_committed`, a bool."""

from __future__ import annotations

from enum import Enum

import click


class IsolationLevel(Enum):
    """As Kafka's own tools name them."""

    UNCOMMITTED = "read_uncommitted"
    COMMITTED = "read_committed"


isolation_option = click.option(
    "--isolation-level",
    "read_committed",
    type=click.Choice([level.value for level in IsolationLevel]),
    default=IsolationLevel.UNCOMMITTED.value,
    show_default=True,
    callback=lambda _, __, level: level == IsolationLevel.COMMITTED.value,
    help="read_committed leaves out records of open and aborted transactions.",
)
