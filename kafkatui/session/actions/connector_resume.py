"""Resume connectors."""

from __future__ import annotations

from kafkatui.model.action import ActionSpec, Danger
from kafkatui.model.connector import RUNNING
from kafkatui.model.key import Key
from kafkatui.model.place import PlaceKind
from kafkatui.session.connector_changes import CONNECTORS, PART
from kafkatui.session.connector_states import BringConnectors


class ResumeConnectors(BringConnectors):
    """See `BringConnectors`."""

    state = RUNNING
    spec = ActionSpec(
        id="connect.resume",
        title="Resume connectors",
        help="Have connectors that are paused or stopped go on.",
        danger=Danger.CHANGES,
        acts_on=frozenset({PlaceKind.CLUSTER}),
        on_part=PART,
        takes_many=True,
        fields=(CONNECTORS,),
        verb="connect resume",
        key=Key("connect.resume", "U", "resume", "Have the connector go on.", "Do", 5, on=frozenset({PART})),
    )  # fmt: skip


ACTION = ResumeConnectors()
