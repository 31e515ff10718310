"""What an action acts on: marked rows, the row under the cursor, or the page's own object."""

from __future__ import annotations

from msgspec import Struct

from kafkatui.model.place import PlaceKind


class Target(Struct, frozen=True):
    """One object of a cluster.

    Attributes:
        kind: what it is; a partition has the kind of its topic, and `partition`.
        name: broker id, topic, group id or znode path; empty for the cluster itself.
        offset: of a record, in that partition; None for everything else.
        member: id of a member of the group; empty for everything else.
        part: what it is, in a word, where it is a part of what the kind says and has no page of its own: "ACL".
        setting: the property of its configuration that is meant; empty: all of it.
    """

    kind: PlaceKind
    name: str = ""
    partition: int | None = None
    offset: int | None = None
    member: str = ""
    part: str = ""
    setting: str = ""

    @property
    def text(self) -> str:
        """How it is called in a sentence: `orders`, `orders-1`, `orders-1@42`, `/brokers/ids/1`, a member's id."""
        if self.member:
            return self.member
        partition = "" if self.partition is None else f"-{self.partition}"
        return f"{self.name}{partition}" + ("" if self.offset is None else f"@{self.offset}")

    @property
    def noun(self) -> str:
        """What it is, in a word: `topic`, `partition`, `record`, `member`, `znode`."""
        if self.part:
            return self.part
        if self.offset is not None:
            return "record"
        if self.member:
            return "member"
        return self.kind.value if self.partition is None else "partition"
