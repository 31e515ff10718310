"""What setting and deleting SCRAM users share: by which way it is done, and the same with Kafka's own tool."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kafkatui.model.action import Obstacle
from kafkatui.model.capabilities import Capability
from kafkatui.model.observed import ObservedState
from kafkatui.model.outcome import TargetOutcome
from kafkatui.model.scram import ScramCredential
from kafkatui.session.feeds import CapabilitiesFeed, ScramCredentialsFeed

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext


def scram_obstacle(context: ActionContext) -> Obstacle | None:
    """Why the cluster's SCRAM users cannot be changed; None when they can, as far as is known."""
    known = context.known(ScramCredentialsFeed())
    return Obstacle(known.reason) if known.state is ObservedState.NOT_SUPPORTED else None


def set_scram_password(context: ActionContext, credential: ScramCredential, password: str) -> TargetOutcome:
    """Give a user a password, through ZooKeeper where brokers are too old to be told."""
    if _is_in_zookeeper(context):  # that it is this cluster's ZooKeeper was made sure when the users were read
        from kafkatui.zookeeper.write.scram import set_zookeeper_password

        return set_zookeeper_password(context.writable_zookeeper(), credential, password)
    from kafkatui.kafka.write.scram import set_password

    return set_password(context.writable_kafka(), credential, password)


def delete_scram_credentials(
    context: ActionContext, credentials: Sequence[ScramCredential]
) -> tuple[TargetOutcome, ...]:
    """Delete credentials, through ZooKeeper where brokers are too old to be told."""
    if _is_in_zookeeper(context):
        from kafkatui.zookeeper.write.scram import delete_zookeeper_credentials

        return delete_zookeeper_credentials(context.writable_zookeeper(), credentials)
    from kafkatui.kafka.write.scram import delete_credentials

    return delete_credentials(context.writable_kafka(), credentials)


def scram_command(context: ActionContext, user: str, change: str) -> str:
    """The same with Kafka's own tool.

    Args:
        change: its last words: "--delete-config SCRAM-SHA-256".
    """
    zookeeper = context.profile.zookeeper
    where = f"--bootstrap-server {context.profile.bootstrap_servers}"
    if zookeeper is not None and _is_in_zookeeper(context):
        where = f"--zookeeper {zookeeper.connect}"
    return f"kafka-configs.sh {where} --alter --entity-type users --entity-name {shlex.quote(user)} {change}"


def _is_in_zookeeper(context: ActionContext) -> bool:
    """Whether brokers are too old to be told of SCRAM users (below Kafka 2.7)."""
    return not context.read(CapabilitiesFeed()).has(Capability.SCRAM)
