"""Which ACLs are meant, by what is said of them."""

from __future__ import annotations

from collections.abc import Collection

from msgspec import Struct

from kafkatui.model.acl import CLUSTER_NAME, Acl, enum_name


class AclFilter(Struct, frozen=True):
    """All that is said must hold; of what is said several times, one.

    Attributes:
        resources: type and name.
        pattern_type: "" or "any": however the resource is named; "match": also by `*` or a prefix; "literal" and
            "prefixed": in that way alone.
    """

    principals: Collection[str] = ()
    hosts: Collection[str] = ()
    operations: Collection[str] = ()
    permission: str = ""
    resources: Collection[tuple[str, str]] = ()
    pattern_type: str = ""

    @property
    def says_something(self) -> bool:
        """Whether it keeps anything out."""
        return bool(self.principals or self.hosts or self.operations or self.permission or self.resources)

    def means(self, acl: Acl) -> bool:
        """Whether `acl` is one of those that are meant."""
        wanted = {enum_name(word) for word in self.operations}
        return (
            (not self.principals or acl.principal in self.principals)
            and (not self.hosts or acl.host in self.hosts)
            and (not wanted or acl.operation in wanted)
            and (not self.permission or acl.permission == enum_name(self.permission))
            and self._is_about(acl)
        )

    def _is_about(self, acl: Acl) -> bool:
        how = self.pattern_type.lower()
        if how in ("literal", "prefixed") and acl.pattern_type != how.upper():
            return False
        if not self.resources:
            return True
        if how == "match":
            return any(acl.applies_to(kind, name) for kind, name in self.resources)
        return (acl.resource_type, acl.resource) in self.resources


def named_resources(
    topics: Collection[str], groups: Collection[str], transactional_ids: Collection[str], *, is_cluster: bool
) -> tuple[tuple[str, str], ...]:
    """Type and name of each."""
    return (
        *(("TOPIC", name) for name in topics),
        *(("GROUP", name) for name in groups),
        *(("TRANSACTIONAL_ID", name) for name in transactional_ids),
        *((("CLUSTER", CLUSTER_NAME),) if is_cluster else ()),
    )
