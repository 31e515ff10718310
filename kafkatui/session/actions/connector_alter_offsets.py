"""Set how far a stopped connector got."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kafkatui.model.action import ActionSpec, Danger
from kafkatui.model.field import Field, FieldKind, Form, Values
from kafkatui.model.place import PlaceKind
from kafkatui.model.replacing import replace
from kafkatui.session.action_base import Targets
from kafkatui.session.connector_changes import CONNECTOR, PART, addresses
from kafkatui.session.connector_offsets import ConnectorOffsets, Offsets, offsets_text, read_offsets, typed_offsets
from kafkatui.session.tasks import TaskControl

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext


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

    reads_form = True

    def read_form(self, context: ActionContext, targets: Targets, control: TaskControl) -> Form:
        """The offsets that there are, to be edited."""
        (address,) = addresses(targets, "connector")
        connector, offsets = self.spec.fields
        now = read_offsets(context, address)
        return Form((connector, replace(offsets, default=offsets_text(now).encode() if now else None)))

    def wanted(self, values: Values, now: Offsets) -> Offsets:
        return typed_offsets(values.get("offsets"), "offsets")


ACTION = AlterConnectorOffsets()
