"""Close kafkatui's connection to Kafka or to ZooKeeper, and ask that side nothing more."""

from __future__ import annotations

from kafkatui.model.action import ActionSpec, Danger
from kafkatui.model.key import Key
from kafkatui.model.side import Side
from kafkatui.session.link_action import SIDE, LinkAction
from kafkatui.session.links import Links
from kafkatui.session.masked_values import CONNECTION


class Disconnect(LinkAction):
    """What was read stays on the screen, with its age."""

    spec = ActionSpec(
        id="link.disconnect",
        title="Disconnect",
        help="Close the connection to Kafka or to ZooKeeper; nothing is read from there until it is connected again.",
        danger=Danger.NONE,
        fields=(SIDE,),
        key=Key("link.disconnect", "D", "disconnect", "Close the connection to Kafka or to ZooKeeper.", "Do", 4,
            on=frozenset({CONNECTION}), over=frozenset({"record.diff"})),
    )  # fmt: skip

    def do(self, links: Links, side: Side) -> None:
        links.disconnect(side)


ACTION = Disconnect()
