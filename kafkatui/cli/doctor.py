"""`kafkatui doctor`: what is wrong with the cluster, with the evidence of both sides."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kafkatui.cli.action_verbs import action_command
from kafkatui.cli.opened import opened_session
from kafkatui.cli.options import connection_options
from kafkatui.config.options import Options
from kafkatui.model.errors import KafkatuiError, UsageError
from kafkatui.session.action_catalogue import with_verb

if TYPE_CHECKING:
    from kafkatui.model.finding import Examination
    from kafkatui.session.session import ClusterSession

NONE_WRONG, FINDINGS, NOT_COMPLETED = 0, 1, 2

BETWEEN_LOOKS_SECONDS = 2.0
_WANTED = "a baseline is what kafkatui doctor --output json writes."


@click.group(
    invoke_without_command=True,
    short_help="What is wrong, with evidence and what to do next.",
    epilog="Ends with 0 when nothing is wrong, 1 with findings, 2 when not all could be looked at.",
)
@connection_options
@click.option("--wait", "wait_seconds", metavar="SECONDS", type=click.IntRange(min=0), default=0,
              help="Go on looking for so long: what passes by itself is not reported then.")  # fmt: skip
@click.option("--baseline", metavar="FILE", type=click.Path(path_type=Path),
              help="Report only what is not in FILE, which --output json wrote earlier.")  # fmt: skip
@click.option("--managed", metavar="PATTERN", multiple=True,
              help="Topics (* and ?) that other programs look after: they are never unused; beside the profile's "
              "managed_topics. Repeatable.")  # fmt: skip
@click.option("--rules", "lists_rules", is_flag=True, help="List the rules instead; asks no cluster.")
@click.option("-o", "--output", type=click.Choice(["text", "json", "sarif"]), default="text", show_default=True,
              help="How to write the findings.")  # fmt: skip
@click.pass_context
def doctor(
    context: click.Context,
    options: Options,
    wait_seconds: int,
    baseline: Path | None,
    managed: tuple[str, ...],
    lists_rules: bool,
    output: str,
) -> int | None:
    """Compare Kafka with ZooKeeper and look for trouble; nothing is changed.

    One look reports what its rules would wait for, too, and says so. What only needs attention (·) and what was muted
    is listed and does not count.
    """
    if context.invoked_subcommand is not None:
        return None
    from kafkatui.cli.failures import tell_failure
    from kafkatui.cli.terminal import write_line

    if lists_rules:
        from kafkatui.view.rules_text import rules_markdown

        write_line(rules_markdown())
        return NONE_WRONG
    known = _baseline(baseline) if baseline is not None else frozenset[str]()
    try:
        with opened_session(options) as session:
            name = session.profile.name
            session.doctor.managed = (*session.profile.managed_topics, *managed)
            found = _look(session, wait_seconds)
    except KafkatuiError as error:
        if isinstance(error, UsageError):
            raise
        tell_failure(error)
        return NOT_COMPLETED
    return _write(found, known, name, output)


def _look(session: ClusterSession, wait_seconds: int) -> Examination:
    """One look, or several until the time is over."""
    from kafkatui.session.feeds import METADATA

    until = time.monotonic() + wait_seconds
    while True:
        session.fetch(METADATA)
        is_last = time.monotonic() >= until
        found = session.doctor.look_once(session.find_unreachable(), is_only_look=not wait_seconds)
        if is_last:
            return found
        time.sleep(max(0.0, min(BETWEEN_LOOKS_SECONDS, until - time.monotonic())))


def _write(found: Examination, known: frozenset[str], cluster: str, output: str) -> int:
    from kafkatui.cli.terminal import write_line
    from kafkatui.insight.doctor.evaluator import foreign_keys, only_new
    from kafkatui.view.findings_text import findings_json, findings_text
    from kafkatui.view.sarif import sarif

    for reason in foreign_keys(known):
        click.echo(f"kafkatui: the baseline has {reason}", err=True)
    found = only_new(found, known)
    if output == "json":
        write_line(findings_json(found, cluster))
    elif output == "sarif":
        write_line(sarif(found, cluster))
    else:
        write_line(findings_text(found))
    if found.unread:
        for reason in found.unread:
            click.echo(f"kafkatui: not looked at: {reason}", err=True)
        return NOT_COMPLETED
    return FINDINGS if found.wrong else NONE_WRONG


def _baseline(path: Path) -> frozenset[str]:
    """What was found before.

    Raises:
        UsageError: the file is none of the doctor's.
    """
    import json

    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise UsageError(f"{path} is no text; {_WANTED}") from None
    try:
        findings = json.loads(text)["findings"]
        keys = [each["key"] for each in findings]
    except (ValueError, RecursionError):
        raise UsageError(f"{path} is no JSON; {_WANTED}") from None
    except (KeyError, TypeError):
        raise UsageError(f"{path} has no list of findings; {_WANTED}") from None
    return frozenset(str(key) for key in keys)


for _name, _action in with_verb("doctor").items():
    doctor.add_command(action_command(_name, _action))
