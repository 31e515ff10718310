"""What the actions that change profiles have in common: how they write, and how they are taken back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kafkatui.config.file import parse_config
from kafkatui.config.profile_text import FLAT_TABLES, Entry, ProfileText
from kafkatui.model.action import Obstacle
from kafkatui.model.errors import ConfigError, Conflict, FieldError
from kafkatui.model.journal import JournalEntry
from kafkatui.model.outcome import Outcome, OutcomeState, TargetOutcome
from kafkatui.model.plan import Plan, PlanColumn, PlanLine, PlanValue
from kafkatui.model.secrets import MASK
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.action_context import ActionContext
from kafkatui.session.application import settings_of
from kafkatui.session.profile_secrets import KeptSecret, without_clear_secrets
from kafkatui.session.tasks import TaskControl

UNDO = "It is put back as it was, but for secrets: `kafkatui cluster undo`."

COLUMNS = (
    PlanColumn("profile", "Cluster", "The profile that is changed."),
    PlanColumn("property", "Property", "What is set in it."),
    PlanColumn("now", "Now", "As it stands in the file; empty: not there."),
    PlanColumn("then", "Then", "As it will stand there; empty: taken out."),
)

States = Mapping[str, Entry | None]
"""Profiles by name, None for one that is not there."""


@dataclass(frozen=True, slots=True)
class ProfileChange:
    """A new text for the settings file.

    Attributes:
        seen: what was in it when this was worked out.
        before, after: the profiles that it changes.
        kept: secrets that go to the keyring first.
        untouched: profiles that somebody changed since, with what was said of them.
        remarks: what the user has to know of a profile that is written, by its name.
    """

    seen: bytes | None = field(repr=False)
    text: str = field(repr=False)
    before: States = field(repr=False)
    after: States = field(repr=False)
    kept: tuple[KeptSecret, ...] = ()
    untouched: Mapping[str, str] = field(default_factory=dict)
    remarks: Mapping[str, Sequence[str]] = field(default_factory=dict)


class ProfileAction(Action[ProfileChange]):
    """Changes profiles in the settings file, and takes that back."""

    def obstacle(self, context: ActionContext, targets: Targets) -> Obstacle | None:
        return None

    def run(self, context: ActionContext, plan: Plan[ProfileChange], control: TaskControl) -> Outcome:
        change = plan.payload
        names = tuple(dict.fromkeys([*change.before, *change.after]))
        refused = [TargetOutcome(name, OutcomeState.CONFLICT, why) for name, why in change.untouched.items()]
        try:
            for secret in change.kept:
                secret.keep()
            settings_of(context).write(change.seen, change.text)
        except Conflict as error:
            return Outcome(tuple(TargetOutcome(name, OutcomeState.CONFLICT, str(error)) for name in names))
        path = str(settings_of(context).path)
        return Outcome(
            (*(_written(name, change) for name in names), *refused),
            {"file": path, "profiles": journal_states(change.before)},
            {"file": path, "profiles": journal_states(change.after)},
        )

    def plan_undo(self, context: ActionContext, entry: JournalEntry, control: TaskControl) -> Plan[ProfileChange]:
        settings = settings_of(context)
        if entry.before.get("file") != str(settings.path):
            raise ConfigError(f"That was in another settings file: {entry.before.get('file')}.", "--config names it.")
        seen, text = settings.read()
        return undo_plan(seen, text, entry.before["profiles"], entry.after["profiles"], settings.path.name)

    def run_undo(self, context: ActionContext, plan: Plan[Any], control: TaskControl) -> Outcome:
        return self.run(context, plan, control)


def _written(name: str, change: ProfileChange) -> TargetOutcome:
    return TargetOutcome(name, OutcomeState.DONE, " ".join(change.remarks.get(name, ())))


def journal_states(states: States) -> dict[str, Entry | None]:
    """The profiles as the journal may keep them: JSON values, no secrets."""
    return {name: None if entry is None else without_clear_secrets(entry) for name, entry in states.items()}


def undo_plan(seen: bytes | None, text: ProfileText, before: States, after: States, file: str) -> Plan[ProfileChange]:
    """Put profiles back as they were before a change, where they are as it left them."""
    there = {name: text.entry(name) if name in text.names else None for name in before}
    untouched = {
        name: "It was changed since." for name in before if journal_states({name: there[name]})[name] != after.get(name)
    }
    wanted: dict[str, Entry | None] = {}
    lost: list[str] = []
    renamed = _renamed(before, after)
    for name, entry in before.items():
        if name not in untouched:
            wanted[name] = (
                None if entry is None else _with_secrets_of(entry, there[renamed.get(name, name)], name, lost)
            )
    new_text = _put(text, there, wanted)
    rows = change_rows({name: there[name] for name in wanted}, wanted)
    warnings = [f"{name} is not touched: it was changed since." for name in untouched]
    warnings += [f"{name} is not put back: the journal keeps no secrets." for name in lost]
    return Plan(
        f"Puts back {' and '.join(wanted) or 'nothing'} in {file}.",
        ProfileChange(seen, new_text, {name: there[name] for name in wanted}, wanted, (), untouched),
        COLUMNS,
        rows,
        warnings=tuple(warnings),
        nothing_to_do="" if wanted else "Nothing is as it was left: there is nothing to put back.",
    )


def _renamed(before: States, after: States) -> Mapping[str, str]:
    """What a profile is called now, by what it was called: where one went and one came they are the same."""
    gone = [name for name in before if before[name] is not None and after.get(name) is None]
    come = [name for name in before if before[name] is None and after.get(name) is not None]
    return {gone[0]: come[0]} if len(gone) == len(come) == 1 else {}


def _with_secrets_of(entry: Entry, there: Entry | None, name: str, lost: list[str]) -> Entry:
    """A profile of the journal with the secrets that the file still has."""
    made: Entry = {}
    for key, value in entry.items():
        if key not in FLAT_TABLES:
            made[key] = value
            continue
        table = {}
        for each, text in value.items():
            current = ((there or {}).get(key) or {}).get(each)
            if text != MASK or current is not None:
                table[each] = current if text == MASK else text
            else:
                lost.append(f"{name}: {each}")
        made[key] = table
    return made


def _put(text: ProfileText, there: States, wanted: States) -> str:
    """The text with the profiles as they are wanted; one that goes while one comes is renamed."""
    gone = [name for name, entry in wanted.items() if entry is None and there[name] is not None]
    come = [name for name, entry in wanted.items() if entry is not None and there[name] is None]
    made = text
    if len(gone) == len(come) == 1 and (entry := wanted[come[0]]) is not None:
        return text.with_changed(gone[0], entry, come[0])
    for name, each in wanted.items():
        if each is None and there[name] is None:
            continue
        if each is None:
            made = made.replaced_by(made.without(name))
        elif there[name] is None:
            made = made.replaced_by(made.with_added(name, each))
        else:
            made = made.replaced_by(made.with_changed(name, each))
    return made.text


def change_rows(before: States, after: States) -> tuple[PlanLine, ...]:
    """What is set anew, property by property; secrets are masked."""
    rows = []
    for name in dict.fromkeys([*before, *after]):
        was, will = _flat(before.get(name)), _flat(after.get(name))
        shown_was, shown_will = _flat(before.get(name), masked=True), _flat(after.get(name), masked=True)
        for each in dict.fromkeys([*was, *will]):
            if was.get(each) != will.get(each):
                values = (name, each, shown_was.get(each, ""), shown_will.get(each, ""))
                rows.append(PlanLine(name, values, is_risky=each not in will))
        if not was and not will:
            rows.append(PlanLine(name, (name, "", "", "")))
    return tuple(rows)


def _flat(entry: Entry | None, *, masked: bool = False) -> dict[str, PlanValue]:
    """A profile's values by name, those of its tables by their names alone."""
    found: dict[str, PlanValue] = {}
    for key, value in (without_clear_secrets(entry or {}) if masked else entry or {}).items():
        if isinstance(value, dict):
            prefix = "" if key == "kafka" else f"{key}."
            found.update({f"{prefix}{name}": _shown(each) for name, each in value.items()})
        else:
            found[key] = _shown(value)
    return found


def _shown(value: Any) -> PlanValue:
    return value if isinstance(value, str | int | float | bool) else str(value)


def checked(text: str, settings_path: Any, names: Iterable[str]) -> str:
    """The text, when its profiles can be opened as far as that can be told without their secrets.

    Raises:
        FieldError: one cannot.
    """
    clusters = parse_config(text.removeprefix("\ufeff"), settings_path).clusters
    for name in names:
        cluster = clusters[name]
        if (problem := cluster.problem) is not None:
            what = problem.what.partition(": ")[2] or problem.what
            raise FieldError(_field_of(what), what.removeprefix(f"{_field_of(what)}: "), problem.advice)
        if not (cluster.bootstrap_servers or cluster.kafka.get("bootstrap.servers") or cluster.zookeeper):
            raise FieldError("bootstrap_servers", "Kafka's addresses are needed, or ZooKeeper's.")
    return text


def _field_of(what: str) -> str:
    """Which field a problem of a profile is about."""
    for name in ("bootstrap_servers", "zookeeper", "colour"):
        if what.startswith((f"{name}:", f"{name} ")):
            return name
    if "time-out" in what or "number of seconds" in what:
        return "timeouts"
    return "zookeeper_properties" if "ZooKeeper property" in what else "properties"


def client_remarks(entry: Mapping[str, Any]) -> Sequence[str]:
    """What librdkafka says of the properties without connecting; nothing where secrets in files are referred to."""
    from kafkatui.config.references import has_reference
    from kafkatui.kafka.connect.properties import check_properties

    kafka = {name: str(value) for name, value in (entry.get("kafka") or {}).items()}
    servers = str(entry.get("bootstrap_servers", ""))
    if not servers or has_reference(servers):
        return ()
    if any(has_reference(value) and name.startswith("ssl.") for name, value in kafka.items()):
        return ()
    stand_ins = {name: "x" if has_reference(value) else value for name, value in kafka.items()}
    try:
        check_properties({**stand_ins, "bootstrap.servers": servers})
    except ConfigError as error:
        return (f"It is written, and cannot be opened as it is: {error}",)
    return ()
