"""`kafkatui schema`: what a schema registry keeps, what fits, and what is changed there."""

from __future__ import annotations

import json

import click

from kafkatui.cli.action_verbs import ActionGroup, action_command
from kafkatui.cli.completed_names import complete_subject
from kafkatui.cli.failures import DONE, FAILED, tell_failure
from kafkatui.cli.file_argument import file_bytes, file_command
from kafkatui.cli.list_verbs import FILTER, FILTER_HELP
from kafkatui.cli.opened import opened_session
from kafkatui.cli.options import Output, connection_options, output_option
from kafkatui.cli.terminal import write_line
from kafkatui.config.options import Options
from kafkatui.model.errors import FieldError, KafkatuiError, UsageError
from kafkatui.model.field import Values
from kafkatui.model.schema_subject import typed_context
from kafkatui.session.action_catalogue import of_verb

NOT_COMPLETED = 2
LATEST = "latest"
_JSON = click.option(
    "-o", "--output", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to write it."
)
_TYPE = click.option(
    "--type", "kind", type=click.Choice(["avro", "json", "protobuf"]), help="What it is; as a rule its text tells."
)
_REFERENCE = click.option(
    "--reference",
    "references",
    multiple=True,
    metavar="NAME=SUBJECT/VERSION",
    help="A schema it refers to. Repeatable.",
)


@click.command("list", short_help="The subjects: newest version, id, type, compatibility.", epilog=FILTER_HELP)
@connection_options
@FILTER
@click.option("--context", metavar="NAME", help="Only those of this context; . is the default one.")
@click.option("--deleted", "with_deleted", is_flag=True, help="Also what is deleted softly.")
@output_option
def list_subjects(options: Options, filter_text: str, context: str | None, with_deleted: bool, output: Output) -> None:
    """List the subjects of the schema registry that schema.registry.url names."""
    from kafkatui.cli.listing import write_list
    from kafkatui.cli.readings import kept
    from kafkatui.session.feeds import SubjectsFeed
    from kafkatui.view.subjects_table import SUBJECTS_TABLE

    with opened_session(options) as session:
        found = session.fetch(SubjectsFeed(with_deleted))
    subjects = found.within(typed_context(context) if context is not None else None)
    write_list(SUBJECTS_TABLE, kept(SUBJECTS_TABLE, subjects, filter_text), output)
    if found.untold:
        click.echo(f"kafkatui: of {found.untold:,} subjects only the names were read.", err=True)


@click.command(short_help="A schema: its text, what it refers to.")
@connection_options
@click.argument("subject", required=False, shell_complete=complete_subject)
@click.option("--version", metavar="N|latest", default=LATEST, show_default=True, help="Which version.")
@click.option("--id", "schema_id", type=int, metavar="N", help="The schema with that id instead, whoever's it is.")
@click.option("--context", metavar="NAME", default="", help="With --id: in this context; else the default one.")
@_JSON
def get(options: Options, subject: str | None, version: str, schema_id: int | None, context: str, output: str) -> None:
    """Print a version of SUBJECT, indented; what it is and refers to is on standard error."""
    from kafkatui.view.schema_versions import reference_words, schema_json, shown_text, version_json, version_words

    if (subject is None) == (schema_id is None):
        raise UsageError("Name a SUBJECT, or an id with --id.")
    if context and schema_id is None:
        raise UsageError("--context goes with --id.", "A subject of a context is named :.CONTEXT:SUBJECT.")
    number = _version(version)
    with opened_session(options) as session:
        reader = session.actions.context.subjects()
        if schema_id is not None:
            schema = reader.of_id(schema_id, typed_context(context))
            words, image = f"{schema.kind.lower()} schema {schema_id}", {"id": schema_id, **schema_json(schema)}
        else:
            found = reader.version(subject or "", number)
            schema, words, image = found.schema, version_words(found), version_json(found)
    if output == "json":
        write_line(json.dumps(image, ensure_ascii=False))
        return
    click.echo(" · ".join(filter(None, (words, reference_words(schema)))), err=True)
    write_line(shown_text(schema))


@click.command(short_help="What differs between two versions.")
@connection_options
@click.argument("subject", shell_complete=complete_subject)
@click.argument("first", metavar="V1")
@click.argument("second", metavar="V2")
@_JSON
def diff(options: Options, subject: str, first: str, second: str, output: str) -> int:
    """Compare two versions of SUBJECT, indented, as diff -u does; V1 and V2 are numbers or latest.

    Exit code 0: the same, 1: they differ, 2: not completed.
    """
    from kafkatui.view.schema_versions import difference

    try:
        with opened_session(options) as session:
            reader = session.actions.context.subjects()
            old, new = (reader.version(subject, _version(each)) for each in (first, second))
    except KafkatuiError as error:
        tell_failure(error)
        return NOT_COMPLETED
    lines = difference(old, new)
    if output == "json":
        places = {"subject": subject, "from": old.version, "to": new.version}
        write_line(json.dumps({**places, "is_same": not lines, "diff": lines}, ensure_ascii=False))
    for line in lines if output != "json" else ():
        write_line(line)
    return FAILED if lines else DONE


@click.command(short_help="Whether a schema may become the next version.")
@connection_options
@click.argument("subject", shell_complete=complete_subject)
@click.argument("file")
@_TYPE
@_REFERENCE
@_JSON
def check(options: Options, subject: str, file: str, kind: str | None, references: tuple[str, ...], output: str) -> int:
    """Ask the registry whether the schema in FILE (- is standard input) is compatible with SUBJECT. Nothing is changed.

    Exit code 0: it is, or there is nothing to be compatible with; 1: it is not; 2: not completed.
    """
    from kafkatui.session.subject_changes import new_schema

    try:
        schema = new_schema({"schema": file_bytes(file), "type": kind, "reference": references})
        with opened_session(options) as session:
            reader = session.actions.context.subjects()
            found = reader.compatibility(subject, schema)
            level = reader.level(subject) or reader.level_around(subject)
    except FieldError as error:
        raise UsageError(
            f"{'--reference' if error.field == 'reference' else file}: {error.what}", error.advice
        ) from None
    except KafkatuiError as error:
        tell_failure(error)
        return NOT_COMPLETED
    if output == "json":
        image = {"subject": subject, "is_compatible": found.is_compatible is not False, "level": level}
        write_line(json.dumps({**image, "is_new": found.is_compatible is None, "messages": found.messages}))
    elif found.is_compatible is None:
        write_line(f"There is no {subject} so far: there is nothing to be compatible with.")
    else:
        words = "compatible" if found.is_compatible else "not compatible"
        write_line(f"It is {words} with {subject}{f' ({level})' if level else ''}.")
        for message in found.messages:
            write_line(f"  {message}")
    return FAILED if found.is_compatible is False else DONE


def show_level(options: Options, values: Values, output: str) -> bool:
    """Print the level in effect where none is to be set; whether that was so."""
    if values.get("set") or values.get("unset"):
        return False
    subject = str(values.get("subject") or "")
    with opened_session(options) as session:
        reader = session.actions.context.subjects()
        own, level = reader.level(subject), reader.level_around(subject) if subject else None
    if output == "json":
        write_line(json.dumps({"subject": subject or None, "compatibility": own or level, "registry": level or own}))
    elif not subject:
        write_line(own or "")
    else:
        write_line(f"{own or level}{'' if own and own != level else f' (the registry: {level})'}")
    return True


def _version(text: str) -> int | None:
    """A version's number; None for the newest."""
    if text == LATEST:
        return None
    if not (text.isascii() and text.isdecimal() and int(text)):
        raise UsageError(f"{text} is no version.", "It is a number from 1 on, or latest.")
    return int(text)


schema = ActionGroup(
    "schema",
    "Schemas of a registry: list, show, compare, check, register, delete.",
    {
        "list": list_subjects,
        "get": get,
        "diff": diff,
        "check": check,
        "register": file_command("register", of_verb("schema register")),
        "compatibility": action_command("compatibility", of_verb("schema compatibility"), instead=show_level),
    },
)
