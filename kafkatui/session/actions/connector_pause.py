"""Pause connectors."""

from __future__ import annotations

from kafkatui.model.action import ActionSpec, Danger
from kafkatui.model.connector import PAUSED
from kafkatui.model.key import Key
from kafkatui.model.place import PlaceKind
from kafkatui.session.connector_changes import CONNECTORS, PART
from kafkatui.session.connector_states import BringConnectors


class PauseConnectors(BringConnectors):
    """See `BringConnectors`."""

    state = PAUSED
    spec = ActionSpec(
        id="connect.pause",
        title="Pause connectors",
        help="Have connectors and their tasks wait where they are.",
        danger=Danger.CHANGES,
        acts_on=frozenset({PlaceKind.CLUSTER}),
        on_part=PART,
        takes_many=True,
        fields=(CONNECTORS,),
        verb="connect pause",
        key=Key("connect.pause", "P", "pause", "Have the connector wait.", "Do", 5, on=frozenset({PART})),
    )  # fmt: skip


ACTION = PauseConnectors()
