"""ACLs: what presets expand to, what is refused, what a filter means."""

from __future__ import annotations

from typing import Any

import pytest

from kafkatui.insight.acl_filter import AclFilter, named_resources
from kafkatui.insight.acl_presets import AclDraft, drafted_acls
from kafkatui.model.acl import Acl, enum_name, is_principal, tool_name
from kafkatui.model.errors import FieldError
from kafkatui.model.replacing import replace

ALICE = ("User:alice",)


def said(**typed: Any) -> list[str]:
    """What is made, less whose and from where."""
    made = drafted_acls(AclDraft(allow_principal=ALICE, **typed))
    assert all((acl.principal, acl.permission, acl.host) == ("User:alice", "ALLOW", "*") for acl in made)
    return [f"{acl.operation} {acl.resource_type} {acl.pattern_type} {acl.resource}" for acl in made]


def test_presets_are_kafkas_own() -> None:
    assert said(is_producer=True, topic=("orders",)) == [
        "CREATE TOPIC LITERAL orders", "DESCRIBE TOPIC LITERAL orders", "WRITE TOPIC LITERAL orders",
    ]  # fmt: skip
    typed = {"topic": ("a",), "transactional_id": ("t",), "pattern_type": "prefixed"}
    assert said(is_producer=True, is_idempotent=True, **typed) == [
        "IDEMPOTENT_WRITE CLUSTER LITERAL kafka-cluster",
        "CREATE TOPIC PREFIXED a", "DESCRIBE TOPIC PREFIXED a", "WRITE TOPIC PREFIXED a",
        "DESCRIBE TRANSACTIONAL_ID PREFIXED t", "WRITE TRANSACTIONAL_ID PREFIXED t",
    ]  # fmt: skip
    assert said(is_consumer=True, topic=("a",), group=("g",)) == [
        "READ GROUP LITERAL g", "DESCRIBE TOPIC LITERAL a", "READ TOPIC LITERAL a",
    ]  # fmt: skip
    assert "READ TOPIC LITERAL a" in said(is_consumer=True, is_producer=True, topic=("a",), group=("g",))


def test_single_operations_of_every_principal_and_host() -> None:
    assert said(topic=("*",)) == ["ALL TOPIC LITERAL *"]
    assert said(is_cluster=True, operation=("AlterConfigs", "idempotent-write")) == [
        "ALTER_CONFIGS CLUSTER LITERAL kafka-cluster", "IDEMPOTENT_WRITE CLUSTER LITERAL kafka-cluster",
    ]  # fmt: skip
    made = drafted_acls(
        AclDraft(
            allow_principal=("User:a", "User:CN=b, O=c"), deny_principal=("User:d",),
            allow_host=("10.0.0.1", "10.0.0.2"), operation=("read",), group=("g",),
        )
    )  # fmt: skip
    assert len(made) == 5
    assert [acl for acl in made if acl.permission == "DENY"] == [
        Acl("User:d", "GROUP", "g", "LITERAL", "READ", "DENY", "*")
    ]


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("allow_principal", {"allow_principal": ("alice",), "topic": ("a",)}),
        ("allow_principal", {"allow_principal": ("User:",), "topic": ("a",)}),
        ("allow_principal", {"topic": ("a",)}),
        ("deny_principal", {"deny_principal": (":bob",), "topic": ("a",)}),
        ("topic", {"allow_principal": ALICE}),
        ("operation", {"allow_principal": ALICE, "topic": ("a",), "operation": ("idempotent_write",)}),
        ("operation", {"allow_principal": ALICE, "group": ("g",), "operation": ("write",)}),
        ("operation", {"allow_principal": ALICE, "topic": ("a",), "is_producer": True, "operation": ("read",)}),
        ("topic", {"allow_principal": ALICE, "transactional_id": ("t",), "is_producer": True}),
        ("group", {"allow_principal": ALICE, "topic": ("a",), "is_consumer": True}),
        ("group", {"allow_principal": ALICE, "topic": ("a",), "group": ("g",), "is_producer": True}),
        ("idempotent", {"allow_principal": ALICE, "topic": ("a",), "is_idempotent": True}),
        ("deny_host", {"allow_principal": ALICE, "topic": ("a",), "deny_host": ("10.0.0.1",)}),
        ("resource_pattern_type", {"allow_principal": ALICE, "topic": ("a",), "pattern_type": "any"}),
    ],
)
def test_what_cannot_be_meant_is_said_where_it_was_typed(field: str, typed: dict[str, Any]) -> None:
    with pytest.raises(FieldError) as refused:
        drafted_acls(AclDraft(**typed))
    assert refused.value.field == field


READ_A = Acl("User:a", "TOPIC", "orders", "LITERAL", "READ", "ALLOW")
READ_PREFIX = Acl("User:b", "TOPIC", "ord", "PREFIXED", "READ", "ALLOW")
WRITE_ANY = Acl("User:a", "TOPIC", "*", "LITERAL", "WRITE", "DENY", "10.0.0.1")
OF_GROUP = Acl("nobody", "GROUP", "orders", "LITERAL", "READ", "ALLOW")
EVERY = (READ_A, READ_PREFIX, WRITE_ANY, OF_GROUP)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (AclFilter(), EVERY),
        (AclFilter(principals=("User:a",)), (READ_A, WRITE_ANY)),
        (AclFilter(resources=(("TOPIC", "orders"),)), (READ_A,)),
        (AclFilter(resources=(("TOPIC", "orders"),), pattern_type="match"), (READ_A, READ_PREFIX, WRITE_ANY)),
        (AclFilter(pattern_type="prefixed"), (READ_PREFIX,)),
        (AclFilter(operations=("write",)), (WRITE_ANY,)),
        (AclFilter(permission="deny", hosts=("10.0.0.1",)), (WRITE_ANY,)),
        (AclFilter(permission="allow", hosts=("10.0.0.1",)), ()),
    ],
)
def test_a_filter_means_what_all_of_it_says(wanted: AclFilter, found: tuple[Acl, ...]) -> None:
    assert tuple(acl for acl in EVERY if wanted.means(acl)) == found


def test_words_and_names() -> None:
    assert [enum_name(word) for word in ("IdempotentWrite", "alter-configs", "ALTER_CONFIGS", "read")] == [
        "IDEMPOTENT_WRITE", "ALTER_CONFIGS", "ALTER_CONFIGS", "READ",
    ]  # fmt: skip
    assert tool_name("DESCRIBE_CONFIGS") == "DescribeConfigs"
    assert is_principal("User:CN=a, O=b")
    assert not any(map(is_principal, ("alice", "User:", ":alice", " User:alice", "")))
    assert [acl.is_malformed for acl in EVERY] == [False, False, False, True]
    assert len({acl.text for acl in EVERY}) == 4
    assert named_resources(("a",), (), (), is_cluster=True) == (("TOPIC", "a"), ("CLUSTER", "kafka-cluster"))


def test_a_streams_application_gets_its_topics_and_all_that_begins_with_its_id() -> None:
    draft = AclDraft(("User:app",), streams="words", input_topic=("lines",), output_topic=("counts",))
    made = {(acl.resource_type, acl.resource, acl.pattern_type, acl.operation) for acl in drafted_acls(draft)}
    assert made == {
        ("TOPIC", "lines", "LITERAL", "READ"), ("TOPIC", "lines", "LITERAL", "DESCRIBE"),
        ("TOPIC", "counts", "LITERAL", "WRITE"), ("TOPIC", "counts", "LITERAL", "DESCRIBE"),
        ("TOPIC", "words-", "PREFIXED", "ALL"), ("GROUP", "words", "LITERAL", "READ"),
        ("TRANSACTIONAL_ID", "words-", "PREFIXED", "WRITE"), ("TRANSACTIONAL_ID", "words-", "PREFIXED", "DESCRIBE"),
    }  # fmt: skip
    for field, wrong in (
        ("input_topic", replace(draft, streams="")),
        ("topic", replace(draft, topic=("t",))),
        ("consumer", replace(draft, is_consumer=True)),
        ("deny_principal", replace(draft, deny_principal=("User:x",))),
    ):
        with pytest.raises(FieldError) as refused:
            drafted_acls(wrong)
        assert refused.value.field == field
