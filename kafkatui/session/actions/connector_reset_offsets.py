"""Have a stopped connector begin anew."""

from __future__ import annotations

from kafkatui.model.action import ActionSpec, Danger
from kafkatui.model.field import Values
from kafkatui.model.place import PlaceKind
from kafkatui.session.connector_changes import CONNECTOR, PART
from kafkatui.session.connector_offsets import ConnectorOffsets, Offsets


class ResetConnectorOffsets(ConnectorOffsets):
    """All of them at once: the workers forget how far it got."""

    is_reset = True
    spec = ActionSpec(
        id="connect.reset_offsets",
        title="Reset a connector's offsets",
        help="Have a stopped connector forget how far it got, and begin anew; workers from Kafka 3.6 on.",
        danger=Danger.CHANGES,
        acts_on=frozenset({PlaceKind.CLUSTER}),
        on_part=PART,
        fields=(CONNECTOR,),
        verb="connect reset-offsets",
    )

    def wanted(self, values: Values, now: Offsets) -> Offsets:
        return dict.fromkeys(now)


ACTION = ResetConnectorOffsets()
