"""A click group whose verbs are imported when they are typed, so that starting costs nothing."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click

from kafkatui.config.suggestion import nearest


class LazyGroup(click.Group):
    """A group that knows its verbs by name.

    Args:
        verbs: "module:attribute" of a click command by verb.
    """

    def __init__(self, *arguments: Any, verbs: Mapping[str, str], **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self._verbs = verbs

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(self._verbs)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self._verbs:
            return None
        module, _, attribute = self._verbs[cmd_name].partition(":")
        command = getattr(import_module(module), attribute)
        if not isinstance(command, click.Command):
            raise TypeError(f"{module}:{attribute} is no click command")
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The verb; one that does not exist is answered with the nearest that does."""
        if args and args[0] not in self._verbs and not args[0].startswith("-"):
            close = nearest(args[0], self._verbs)
            advice = f"Did you mean {close}?" if close else f"There are: {', '.join(sorted(self._verbs))}."
            raise click.UsageError(f"There is no verb {args[0]}. {advice}", ctx)
        return super().resolve_command(ctx, args)
