"""The same change in zkCli's words."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

SHOWN_BYTES = 2_000
"""Longer data are an ellipsis in a command line."""


def zkcli_line(context: ActionContext, *words: str) -> str:
    """A line for the shell: `zkCli.sh -server zk:2181/kafka create -e /x data`."""
    connect = context.profile.zookeeper.connect if context.profile.zookeeper is not None else ""
    return f"zkCli.sh -server {connect} {' '.join(shlex.quote(word) for word in words)}"


def data_word(data: bytes | None, *, is_secret: bool = False) -> str:
    """Data as a word of the line; an ellipsis for what is secret, very long or no text."""
    if is_secret or len(data or b"") > SHOWN_BYTES:
        return "…"
    try:
        return (data or b"").decode()
    except UnicodeDecodeError:
        return "…"
