"""`kafkatui man`: the manual page, of the same words as `--help`."""

from __future__ import annotations

import re

import click

from kafkatui.cli.terminal import write_line

FILES = (
    (
        "~/.config/kafkatui/config.toml",
        "The settings file; kafkatui config tells where it is and what may stand in it.",
    ),
    ("~/.local/state/kafkatui", "The journal of changes, and what kafkatui remembers."),
    ("~/.local/state/kafkatui/log/kafkatui.log", "Tracebacks and warnings; kafkatui info tells where it is."),
)

STATUS = (
    ("0", "Done."),
    ("1", "It failed; one sentence on standard error says why."),
    ("2", "Something typed is wrong."),
    ("130", "Interrupted by Ctrl+C."),
    ("141", "The reader of standard output left."),
)


@click.command(short_help="The manual page, to be piped to man.")
@click.pass_context
def man(context: click.Context) -> None:
    """Print the manual page in roff, for example: kafkatui man | man -l -"""
    write_line("\n".join(manual(context.find_root())))


def manual(root: click.Context) -> list[str]:
    """The page's lines."""
    from kafkatui import __version__

    command = root.command
    lines = [
        f'.TH KAFKATUI 1 "" "kafkatui {_roff(__version__)}" "User Commands"',
        ".SH NAME",
        f"kafkatui \\- {_roff(_sentence(command)).rstrip('.')}",
        ".SH SYNOPSIS",
        ".B kafkatui",
        "[\\fIOPTIONS\\fR] [\\fIVERB\\fR [\\fIARGUMENTS\\fR]]",
        ".SH DESCRIPTION",
        _roff(f"{_sentence(command)} {getattr(command, 'epilog', '') or ''}".strip()),
        ".SH OPTIONS",
        *_options(root, command),
        ".SH VERBS",
    ]
    for path, verb in _verbs(root, command, ()):
        lines += _verb_lines(root, path, verb)
    lines += [".SH EXIT STATUS", *_listed(STATUS), ".SH FILES", *_listed(FILES)]
    return [*lines, ".SH SEE ALSO", "\\fBkafkatui\\fR \\fIVERB\\fR \\fB\\-\\-help\\fR tells the same of one verb."]


def _verbs(
    root: click.Context, group: click.Command, path: tuple[str, ...]
) -> list[tuple[tuple[str, ...], click.Command]]:
    """Every verb with what is typed for it, groups opened."""
    if not isinstance(group, click.Group):
        return []
    found: list[tuple[tuple[str, ...], click.Command]] = []
    for name in group.list_commands(root):
        verb = group.get_command(root, name)
        if verb is None or verb.hidden:
            continue
        below = _verbs(root, verb, (*path, name))
        found += below or [((*path, name), verb)]
    return found


def _verb_lines(root: click.Context, path: tuple[str, ...], verb: click.Command) -> list[str]:
    typed = " ".join(piece for piece in verb.collect_usage_pieces(root) if piece != "[OPTIONS]")
    return [
        ".TP",
        f"\\fB{_roff(' '.join(path))}\\fR {_roff(typed)}".rstrip(),
        _roff(_sentence(verb)),
        *_own_options(root, verb),
    ]


def _own_options(root: click.Context, verb: click.Command) -> list[str]:
    """The options of a verb that not every verb has, in one line."""
    everywhere = {parameter.name for parameter in root.command.params}
    names = [
        max(parameter.opts, key=len)
        for parameter in verb.params
        if isinstance(parameter, click.Option) and not parameter.hidden and parameter.name not in everywhere
    ]
    return [".br", f"Options: {_roff(', '.join(names))}"] if names else []


def _options(root: click.Context, command: click.Command) -> list[str]:
    lines: list[str] = []
    for parameter in command.get_params(root):
        if isinstance(parameter, click.Option) and (record := parameter.get_help_record(root)) is not None:
            lines += [".TP", f"\\fB{_roff(record[0])}\\fR", _roff(record[1])]
    return lines


def _listed(pairs: tuple[tuple[str, str], ...]) -> list[str]:
    return [line for name, text in pairs for line in (".TP", f"\\fB{_roff(name)}\\fR", _roff(text))]


def _sentence(command: click.Command) -> str:
    """What a command does: the first paragraph of its help."""
    text = command.help or command.short_help or ""
    return re.sub(r"\s+", " ", text.split("\n\n")[0].replace("\b", "")).strip()


def _roff(text: str) -> str:
    """The text as roff prints it literally, whatever the encoding it reads."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq")
    escaped = "".join(each if each.isascii() else f"\\[u{ord(each):04X}]" for each in escaped)
    return f"\\&{escaped}" if escaped.startswith((".", "'")) else escaped
