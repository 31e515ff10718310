"""Open a connection again that was closed by hand."""

from __future__ import annotations

from kafkatui.model.action import ActionSpec, Danger
from kafkatui.model.key import Key
from kafkatui.model.side import Side
from kafkatui.session.link_action import SIDE, LinkAction
from kafkatui.session.links import Links
from kafkatui.session.masked_values import CONNECTION


class Connect(LinkAction):
    """The other half of Disconnect."""

    spec = ActionSpec(
        id="link.connect",
        title="Connect",
        help="Open the connection to Kafka or to ZooKeeper again, after it was disconnected.",
        danger=Danger.NONE,
        fields=(SIDE,),
        key=Key("link.connect", "c", "connect", "Open a connection that was closed by hand.", "Do", 4,
            on=frozenset({CONNECTION}), over=frozenset({"topic.create"})),
    )  # fmt: skip
    closes = False
    of_open = False
    of_closed = True
    sentence = "Opens the connection to {} again."

    def do(self, links: Links, side: Side) -> None:
        links.connect(side)


ACTION = Connect()
