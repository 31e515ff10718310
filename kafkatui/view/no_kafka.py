"""What every page of a cluster says that has not answered yet: what was tried, what came back, what to do."""

from __future__ import annotations

import time
from collections.abc import Sequence

from kafkatui.model.observed import ObservedState
from kafkatui.model.profile import Profile
from kafkatui.view import numbers
from kafkatui.view.cells import text_cell
from kafkatui.view.span import Span, Tone

Line = list[Span]

PATIENCE_SECONDS = 1.0
"""Complaints are shown from then on, before the request's time-out tells that it failed."""

COMPLAINTS_SHOWN = 3

RETRY = "It is tried again by itself; r tries now."


def no_kafka_lines(
    profile: Profile,
    state: ObservedState,
    reason: str,
    errors: Sequence[str],
    since_seconds: float,
    *,
    has_others: bool = False,
) -> list[Line]:
    """What is said instead of a page while there is no metadata.

    Args:
        state: UNKNOWN while the first answer is awaited, FAILED after.
        errors: the client's newest complaints, without secrets.
        since_seconds: Unix time when the session began to connect.
        has_others: whether other profiles are listed below it.
    """
    if not profile.bootstrap_servers:
        return _ensemble_alone(profile)
    where = text_cell(profile.bootstrap_servers).text
    waited = time.time() - since_seconds
    if state is ObservedState.UNKNOWN and (not errors or waited < PATIENCE_SECONDS):
        lines: list[Line] = [[(f"Connecting to {where} …", Tone.BRIGHT)]]
        if waited >= PATIENCE_SECONDS:
            lines.append([(f"No answer for {numbers.duration(int(waited))}.", Tone.DIM)])
        return lines
    lines = [[("✗ ", Tone.BAD), (f"No connection to Kafka at {where}", Tone.BRIGHT)]]
    if profile.is_assumed:
        lines.append([(f"  Nothing was given, so {where} was tried.", Tone.PLAIN)])
    said = [reason.removeprefix(f"No connection to Kafka at {profile.bootstrap_servers}: ")] if reason else []
    said += [error for error in errors[:COMPLAINTS_SHOWN] if error not in reason]
    lines.append([])
    for number, sentence in enumerate(said):
        lines.append([("What   " if number == 0 else "       ", Tone.DIM), (text_cell(sentence).text, Tone.PLAIN)])
    lines += [[], *_next_steps(profile), [], [(RETRY, Tone.DIM)]]
    return [*lines, [], [("Or another cluster of the settings file:", Tone.BRIGHT)]] if has_others else lines


def _ensemble_alone(profile: Profile) -> list[Line]:
    where = text_cell(profile.zookeeper.connect if profile.zookeeper is not None else "").text
    return [
        [("○ ", Tone.DIM), (f"No broker is registered in ZooKeeper at {where}", Tone.BRIGHT)],
        [],
        [("Next   ", Tone.DIM), ("5", Tone.KAFKA), ("  its znodes; its Ensemble and Sessions tabs", Tone.DIM)],
        [("       ", Tone.DIM), ("bootstrap_servers", Tone.KAFKA), ("  in the profile, if there is a Kafka", Tone.DIM)],
        [("       ", Tone.DIM), ("HOST:PORT/chroot", Tone.KAFKA), ("  if Kafka keeps its znodes below one", Tone.DIM)],
        [],
        [("A Kafka that comes up is found when the cluster is opened anew: C, then ctrl+r.", Tone.DIM)],
    ]


def _next_steps(profile: Profile) -> list[Line]:
    steps = [
        ("kafkatui demo", "starts a real cluster on this machine"),
        ("kafkatui --bootstrap-server HOST:PORT", "connects to yours"),
        (":connection", "the properties in effect, and what failed"),
        ("C", "the settings file's clusters: add, edit, test"),
    ]
    if not profile.is_assumed:
        steps[1] = ("kafkatui --bootstrap-server HOST:PORT", "if the address is another")
    lines: list[Line] = []
    for number, (command, meaning) in enumerate(steps):
        label = "Next   " if number == 0 else "       "
        lines.append([(label, Tone.DIM), (command, Tone.KAFKA), (f"  {meaning}", Tone.DIM)])
    return lines
