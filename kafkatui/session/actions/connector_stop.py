"""Stop connectors."""

from __future__ import annotations

from kafkatui.model.action import ActionSpec, Danger
from kafkatui.model.connector import STOPPED
from kafkatui.model.place import PlaceKind
from kafkatui.session.connector_changes import CONNECTORS, PART
from kafkatui.session.connector_states import BringConnectors


class StopConnectors(BringConnectors):
    """See `BringConnectors`."""

    state = STOPPED
    warning = "Its tasks are given up: their states and traces go with them."
    spec = ActionSpec(
        id="connect.stop",
        title="Stop connectors",
        help="Have connectors give up their tasks and keep configuration and offsets; workers from Kafka 3.5 on.",
        danger=Danger.CHANGES,
        acts_on=frozenset({PlaceKind.CLUSTER}),
        on_part=PART,
        takes_many=True,
        fields=(CONNECTORS,),
        verb="connect stop",
    )  # fmt: skip


ACTION = StopConnectors()
