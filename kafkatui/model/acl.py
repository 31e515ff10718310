"""An entry of the access control lists, in the words of Kafka's own tool."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

CLUSTER_NAME = "kafka-cluster"
"""What the cluster is called as a resource."""

ANY = "*"
"""Every resource of its type, every host; of principals it is `User:*`."""

RESOURCE_TYPES = ("TOPIC", "GROUP", "CLUSTER", "TRANSACTIONAL_ID", "DELEGATION_TOKEN", "USER")
PATTERN_TYPES = ("LITERAL", "PREFIXED")
PERMISSIONS = ("ALLOW", "DENY")

_OF_CONFIGS = ("DESCRIBE_CONFIGS", "ALTER_CONFIGS")

OPERATIONS_OF: Mapping[str, tuple[str, ...]] = {
    "TOPIC": ("READ", "WRITE", "CREATE", "DELETE", "ALTER", "DESCRIBE", *_OF_CONFIGS, "ALL"),
    "GROUP": ("READ", "DESCRIBE", "DELETE", *_OF_CONFIGS, "ALL"),
    "CLUSTER": ("CREATE", "CLUSTER_ACTION", *_OF_CONFIGS, "IDEMPOTENT_WRITE", "ALTER", "DESCRIBE", "ALL"),
    "TRANSACTIONAL_ID": ("DESCRIBE", "WRITE", "TWO_PHASE_COMMIT", "ALL"),
    "DELEGATION_TOKEN": ("DESCRIBE", "ALL"),
    "USER": ("CREATE_TOKENS", "DESCRIBE_TOKENS", "ALL"),
}
"""What each type of resource can be asked for, after AclEntry.supportedOperations."""

OPERATIONS = tuple(dict.fromkeys(operation for each in OPERATIONS_OF.values() for operation in each))


class Acl(Struct, frozen=True, order=True):
    """Who may, or may not, do what to what, from where.

    Attributes:
        principal: `TYPE:name`, mostly `User:name`; brokers keep others too, which then apply to nobody.
        resource_type: one of `RESOURCE_TYPES`; for what a newer broker knows its number.
        resource: the name, or with the pattern type PREFIXED how it begins.
        pattern_type: "LITERAL" or "PREFIXED".
        operation: "READ"; for what a newer broker knows its number.
        permission: "ALLOW" or "DENY".
        host: an address, or `*`.
    """

    principal: str
    resource_type: str
    resource: str
    pattern_type: str
    operation: str
    permission: str
    host: str = ANY

    @property
    def text(self) -> str:
        """All of it in a line; no two have the same."""
        return (
            f"{self.principal} {self.permission} {self.operation} on {self.resource_type} {self.pattern_type} "
            f"{self.resource} from {self.host}"
        )

    @property
    def is_malformed(self) -> bool:
        """Whether the principal is none that anybody can have."""
        return not is_principal(self.principal)

    @property
    def about(self) -> tuple[str, str, str]:
        """The resource it is an entry of: type, name, pattern type."""
        return (self.resource_type, self.resource, self.pattern_type)

    def applies_to(self, resource_type: str, name: str) -> bool:
        """Whether a resource of that name is meant: literally, by `*`, or by how its name begins."""
        if self.resource_type != resource_type:
            return False
        if self.pattern_type == "PREFIXED":
            return name.startswith(self.resource)
        return self.resource in (name, ANY)


def is_principal(text: str) -> bool:
    """Whether a text is `TYPE:name`."""
    kind, colon, name = text.partition(":")
    return bool(kind and colon and name) and text == text.strip()


def enum_name(text: str) -> str:
    """`IdempotentWrite`, `idempotent-write` and `IDEMPOTENT_WRITE` as the last."""
    text = text.strip()
    if text.isupper() or text.islower() or not text.isalpha():
        return text.upper().replace("-", "_").replace(" ", "_")
    return "".join(f"_{letter}" if index and letter.isupper() else letter for index, letter in enumerate(text)).upper()


def tool_name(name: str) -> str:
    """`IDEMPOTENT_WRITE` as Kafka's own tool takes it: `IdempotentWrite`."""
    return "".join(word.capitalize() for word in name.split("_"))
