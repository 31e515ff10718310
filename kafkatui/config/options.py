"""What was typed on the command line about the cluster and the manners, as one value."""

from __future__ import annotations

from msgspec import Struct


class Options(Struct, frozen=True):
    """The connection's options as typed; None for what was not.

    Attributes:
        zookeeper: a connect string; "none" for no ZooKeeper at all.
        properties: the `-X name=value` texts in their order.
        events_file: what events are added to and read back from.
        config: path of the settings file.
        go_to: where the explorer opens, as after `:`.
    """

    bootstrap_servers: str | None = None
    zookeeper: str | None = None
    cluster: str | None = None
    read_only: bool = False
    properties: tuple[str, ...] = ()
    config: str | None = None
    theme: str | None = None
    events_file: str | None = None
    go_to: str | None = None

    def over(self, outer: Options) -> Options:
        """These options on top of those typed before the verb; properties of both, these later."""
        merged = {
            option: getattr(self, option) or getattr(outer, option)
            for option in self.__struct_fields__
            if option != "properties"
        }
        return Options(**merged, properties=outer.properties + self.properties)
