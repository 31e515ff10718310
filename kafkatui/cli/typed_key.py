"""A key as it is typed for a verb."""

from __future__ import annotations

import click

from kafkatui.model.errors import UsageError

hex_option = click.option("--hex", "is_hex", is_flag=True, help="KEY is typed in hexadecimal: 00ff or 0x00ff.")


def typed_key(text: str, *, is_hex: bool) -> bytes:
    """The bytes of a key.

    Raises:
        UsageError: it is no hexadecimal.
    """
    if not is_hex:
        return text.encode("utf-8", "surrogateescape")
    try:
        return bytes.fromhex(text.removeprefix("0x"))
    except ValueError as error:
        raise UsageError(f"“{text}” is no hexadecimal.", "Two of 0-9 and a-f for each byte.") from error
