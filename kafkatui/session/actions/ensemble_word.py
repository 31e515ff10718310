"""Ask ZooKeeper servers a four-letter word that only reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kafkatui.model.action import ActionSpec, Danger, Obstacle
from kafkatui.model.ensemble import WORDS
from kafkatui.model.errors import FieldError, UsageError
from kafkatui.model.field import Choice, Field, FieldKind, Values
from kafkatui.model.outcome import Outcome
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.server_words import ask_word
from kafkatui.session.tasks import TaskControl

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

COLUMNS = (
    PlanColumn("server", "Server", "Who answers."),
    PlanColumn("answer", "Answer", "What it says, or why it says nothing."),
)


CHOICES = tuple(Choice(word, word, said) for word, said in WORDS.items())


class AskWord(Action[None]):
    """Looking is all that it does: the preview is the answer."""

    spec = ActionSpec(
        id="ensemble.word",
        title="Ask a four-letter word",
        help="What ZooKeeper's servers say of themselves: srvr, mntr, cons and others that only read.",
        danger=Danger.NONE,
        pages=frozenset({PlaceKind.ZOOKEEPER}),
        fields=(
            Field("word", "Word", "What is asked; words that reset or set something are not among them.",
                FieldKind.CHOICE, default="srvr", choices=CHOICES),
            Field("server", "Server", "host:port of one; empty: all of them.", metavar="HOST:PORT"),
        ),
        verb="zk 4lw",
    )  # fmt: skip

    def obstacle(self, context: ActionContext, targets: Targets) -> Obstacle | None:
        if context.profile.zookeeper is None:
            return Obstacle("No ZooKeeper is configured for this cluster.")
        return None

    def plan(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[None]:
        chosen = values.get("word") or "srvr"
        word = str(getattr(chosen, "value", chosen))
        try:
            answers = ask_word(context.profile, word, str(values.get("server") or "").strip())
        except UsageError as error:
            raise FieldError("server", error.what, error.advice) from None
        rows = tuple(
            PlanLine(each.server, (each.server, line))
            for each in answers
            for line in (each.text.rstrip("\n").splitlines() if each.text else [f"✗ {each.source}"])
        )
        told = sum(each.text is not None for each in answers)
        summary = f"{told} of {len(answers)} servers answer {word}: {WORDS[word]}."
        commands = tuple(f"echo {word} | nc {each.server.replace(':', ' ')}" for each in answers)
        return Plan(summary, None, COLUMNS, rows, commands=commands, nothing_to_do=summary)

    def run(self, context: ActionContext, plan: Plan[None], control: TaskControl) -> Outcome:
        return Outcome(())


ACTION = AskWord()
