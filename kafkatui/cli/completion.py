"""`kafkatui completion`: the shell's script that completes verbs, options and cluster names."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from kafkatui.cli.terminal import write_line


@click.command(short_help="A script that completes verbs and options in your shell.")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the completion script, for example: eval "$(kafkatui completion bash)"."""
    shell_class = get_completion_class(shell)
    if shell_class is None:
        raise click.UsageError(f"click knows no completion for {shell}.")
    script = shell_class(context.find_root().command, {}, "kafkatui", "_KAFKATUI_COMPLETE").source()
    write_line(script.rstrip("\n"))
