"""Set how far a stopped connector got."""

from __future__ import annotations

from kafkatui.model.action import ActionSpec, Danger
from kafkatui.model.field import Field, FieldKind, Values
from kafkatui.model.place import PlaceKind
from kafkatui.session.connector_changes import CONNECTOR, PART
from kafkatui.session.connector_offsets import ConnectorOffsets, Offsets, typed_offsets


class AlterConnectorOffsets(ConnectorOffsets):
    """Of the partitions that are named; others stay."""

    spec = ActionSpec(
        id="connect.alter_offsets",
        title="Set a connector's offsets",
        help="Set where a stopped connector goes on, partition by partition; workers from Kafka 3.6 on.",
        danger=Danger.CHANGES,
        acts_on=frozenset({PlaceKind.CLUSTER}),
        on_part=PART,
        fields=(
            CONNECTOR,
            Field("offsets", "Offsets", 'JSON as `connect offsets -o json` prints it, [{"partition": …, "offset": …}]; '
                "an offset of null begins anew. In the verb a file, - is standard input.", FieldKind.DOCUMENT,
                is_required=True, is_positional=True, metavar="FILE", syntax="json"),
        ),
        verb="connect alter-offsets",
    )  # fmt: skip

    def wanted(self, values: Values, now: Offsets) -> Offsets:
        return typed_offsets(values.get("offsets"), "offsets")


ACTION = AlterConnectorOffsets()
