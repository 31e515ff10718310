"""Close a connection and make it anew."""

from __future__ import annotations

from kafkatui.model.action import ActionSpec, Danger
from kafkatui.model.key import Key
from kafkatui.model.side import Side
from kafkatui.session.link_action import SIDE, LinkAction
from kafkatui.session.links import Links
from kafkatui.session.masked_values import CONNECTION


class Reconnect(LinkAction):
    """With the profile that the session was opened with; Ctrl+R in `C` reads the settings file anew."""

    spec = ActionSpec(
        id="link.reconnect",
        title="Reconnect",
        help="Close the connection to Kafka or to ZooKeeper and make it anew: new sockets, a new login, a new session.",
        danger=Danger.NONE,
        fields=(SIDE,),
        key=Key("link.reconnect", "R", "reconnect", "Close the connection to Kafka or to ZooKeeper, and open it again.",
            "Do", 3, on=frozenset({CONNECTION}), over=frozenset({"resend"})),
    )  # fmt: skip
    of_closed = True
    sentence = "Closes the connection to {} and makes it anew."

    def do(self, links: Links, side: Side) -> None:
        if side not in links.closed:
            links.disconnect(side)
        links.connect(side)


ACTION = Reconnect()
