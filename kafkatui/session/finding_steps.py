"""The action that a finding, or what is wrong in a list, names as the next step, and what it would act on: started by
whoever wants to, never unasked."""

from __future__ import annotations

from typing import Any

from kafkatui.model.action import ActionSpec
from kafkatui.model.finding import Finding
from kafkatui.model.place import PlaceKind
from kafkatui.model.target import Target
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.action_catalogue import catalogue

Step = tuple[Action[Any], Targets]


def step_of(finding: Finding, cluster: str) -> Step | None:
    """None where no action is the next step.

    Args:
        cluster: the profile's name: what acts on all of it is told so.
    """
    action = catalogue().get(finding.action)
    return None if action is None else (action, finding.targets or _targets(action.spec, finding, cluster))


def named_step(action_id: str, target: Target | None) -> Step | None:
    """The action of that id; None where there is none, or where it does not act on such a thing.

    Args:
        target: what is wrong; None where that is no thing of its own.
    """
    action = catalogue().get(action_id)
    if action is None or not action.spec.acts_on:
        return None if action is None else (action, ())
    return (action, (target,)) if target is not None and target.kind in action.spec.acts_on else None


def _targets(spec: ActionSpec, finding: Finding, cluster: str) -> Targets:
    subject = finding.subject
    if spec.on_part:
        return (Target(PlaceKind.CLUSTER, subject.text, part=spec.on_part),)
    if subject.kind is not PlaceKind.CLUSTER and subject.kind in spec.acts_on:
        return (Target(subject.kind, subject.name),)
    if subject.kind is PlaceKind.ZOOKEEPER and PlaceKind.ZNODE in spec.acts_on:
        return (Target(PlaceKind.ZNODE, "/"),)
    return (Target(PlaceKind.CLUSTER, cluster),) if PlaceKind.CLUSTER in spec.acts_on else ()
