"""Close kafkatui's connection to Kafka or to ZooKeeper, and ask that side nothing more."""

from __future__ import annotations

from kafkatui.model.action import ActionSpec, Danger
from kafkatui.model.side import Side
from kafkatui.session.link_action import SIDE, LinkAction
from kafkatui.session.links import Links


class Disconnect(LinkAction):
    """What was read stays on the screen, with its age."""

    spec = ActionSpec(
        id="link.disconnect",
        title="Disconnect",
        help="Close the connection to Kafka or to ZooKeeper; nothing is read from there until it is connected again.",
        danger=Danger.NONE,
        fields=(SIDE,),
    )

    def do(self, links: Links, side: Side) -> None:
        links.disconnect(side)


ACTION = Disconnect()
