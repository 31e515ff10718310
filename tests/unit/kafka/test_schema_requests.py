"""What a schema registry says, in sentences: also in the states that are rare."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kafkatui.kafka.registry.changes import SubjectWriter
from kafkatui.kafka.registry.requests import RegistryRequests
from kafkatui.kafka.registry.subjects import SubjectReader
from kafkatui.model.errors import (
    ConnectError,
    KafkatuiError,
    NotAuthorized,
    NotFound,
    NotSupported,
    Refused,
    RequestFailed,
    TimedOut,
)
from kafkatui.model.schema_subject import (
    Compatibility,
    NewSchema,
    SchemaReference,
    context_subject,
    split_subject,
    typed_context,
)
from tests.unit.kafka.registry_server import Contents, registry_server

pytest.importorskip("confluent_kafka.schema_registry", exc_type=ImportError)

TEXT = NewSchema("AVRO", '"string"')


@pytest.fixture
def served() -> Iterator[tuple[str, Contents]]:
    with registry_server() as found:
        yield found


def requests(url: str, timeout_seconds: float = 5.0) -> RegistryRequests:
    return RegistryRequests({"url": url}, timeout_seconds)


def test_contexts_have_names_levels_and_ids_of_their_own(served: tuple[str, Contents]) -> None:
    url, contents = served
    contents.add("orders-value", '"int"')
    contents.add(":.eu:orders-value", '"long"')
    contents.add(":.us:orders-value", '"int"')
    contents.levels |= {":.eu:": "FULL", ":.eu:orders-value": "NONE"}
    reader = SubjectReader(requests(url))
    found = reader.subjects(10)
    assert [(each.name, each.context, each.topic, each.level, each.is_level_own) for each in found.subjects] == [
        ("orders-value", ".", "orders", "BACKWARD", False),
        (":.eu:orders-value", ".eu", "orders", "NONE", True),
        (":.us:orders-value", ".us", "orders", "BACKWARD", False),
    ]
    assert found.contexts == (".", ".eu", ".us")
    assert [each.name for each in found.within(".eu")] == [":.eu:orders-value"]
    del contents.levels[":.eu:orders-value"]
    assert [(each.level, each.is_level_own) for each in reader.subjects(10).within(".eu")] == [("FULL", False)]
    assert [reader.level_around(each) for each in (":.eu:x", ":.eu:", ":.us:x", "x")] == [
        "FULL", "BACKWARD", "BACKWARD", "BACKWARD",
    ]  # fmt: skip
    assert reader.of_id(2, ".eu").text == '"long"'
    with pytest.raises(NotFound):
        reader.of_id(2)


@pytest.mark.parametrize("text", ["eu", ".eu", ":.eu:"])
def test_a_context_is_typed_as_one_likes(text: str) -> None:
    assert (typed_context(text), typed_context("."), typed_context("")) == (".eu", ".", ".")
    assert (context_subject(".eu"), context_subject(".")) == (":.eu:", "")
    assert [split_subject(each) for each in (":.eu:a:b", "a:b", ":a", ":.eu")] == [
        (".eu", "a:b"), (".", "a:b"), (".", ":a"), (".", ":.eu"),
    ]  # fmt: skip


def test_subjects_with_their_newest_version_and_level(served: tuple[str, Contents]) -> None:
    url, contents = served
    contents.add("b-value", '"int"')
    contents.add("b-value", '"long"')
    contents.add("a/b c", '"string"', schemaType="JSON")
    contents.add("gone", '"string"')
    contents.deleted["gone"] = {1}
    contents.levels["b-value"] = "FULL"
    reader = SubjectReader(requests(url))
    found = reader.subjects(10)
    assert [
        (each.name, each.version, each.id, each.kind, each.level, each.is_level_own) for each in found.subjects
    ] == [
        ("a/b c", 1, 3, "JSON", "BACKWARD", False),
        ("b-value", 2, 2, "AVRO", "FULL", True),
    ]
    assert (found.subjects[1].topic, found.subjects[1].part, found.level) == ("b", "value", "BACKWARD")
    shown = reader.subjects(10, with_deleted=True).subjects
    assert [(each.name, each.id) for each in shown if each.is_deleted] == [("gone", 3)]
    few = reader.subjects(1)
    assert (few.untold, [each.version for each in few.subjects]) == (1, [1, None])


def test_one_that_cannot_be_read_is_told_in_its_line(served: tuple[str, Contents]) -> None:
    url, contents = served
    contents.add("a", '"int"')
    contents.add("b", '"int"')
    contents.told["GET subjects/a/versions/latest"] = (403, {"error_code": 40301, "message": "User is denied"})
    first, second = SubjectReader(requests(url)).subjects(10).subjects
    assert "does not allow it (403): User is denied." in first.reason
    assert (second.version, second.reason) == (1, "")


@pytest.mark.parametrize(
    ("answer", "kind", "words"),
    [
        ((401, {"error_code": 401, "message": "Unauthorized"}), NotAuthorized, "wants a login (401): Unauthorized"),
        ((401, {"error": "Unauthorized"}), NotAuthorized, "wants a login (401). Set"),
        ((503, {"error": "what stands before it"}), RequestFailed, "answered 503: nothing."),
        ((403, {"error_code": 40301, "message": "denied"}), NotAuthorized, "does not allow it (403): denied"),
        ((404, {"error_code": 40401, "message": "Subject 'x' not found."}), NotFound, "Subject 'x' not found."),
        ((404, "<html>"), NotSupported, "does not offer it (404)"),
        ((422, {"error_code": 42201, "message": "Input schema is an invalid Avro schema"}), RequestFailed, "invalid: "),
        ((422, {"error_code": 42205, "message": "Subject x is in read-only mode"}), Refused, "read-only mode"),
        ((422, {"error_code": 42206, "message": "There are references"}), Refused, "Delete those first."),
        ((409, {"error_code": 409, "message": "no"}), Refused, "refuses it: no"),
        ((500, {"error_code": 50001, "message": "Error in the backend"}), RequestFailed, "answered 500: Error in"),
    ],
)
def test_errors_in_sentences(
    served: tuple[str, Contents], answer: tuple[int, object], kind: type[KafkatuiError], words: str
) -> None:
    url, contents = served
    contents.told["GET subjects/x/versions/1"] = answer
    with pytest.raises(kind) as raised:
        SubjectReader(requests(url)).version("x", 1)
    assert words in str(raised.value)


def test_who_does_not_answer_is_told_without_secrets(served: tuple[str, Contents]) -> None:
    url, contents = served
    contents.told["GET subjects"] = (0, "")
    with pytest.raises(TimedOut, match=r"did not answer within 0\.2 s"):
        SubjectReader(requests(url, 0.2)).names()
    dead = RegistryRequests({"url": "http://me:hunter22@127.0.0.1:9/registry"}, 1)
    with pytest.raises(ConnectError) as raised:
        SubjectReader(dead).names()
    assert "http://127.0.0.1:9/registry cannot be reached" in str(raised.value)
    assert "hunter22" not in str(raised.value)


def test_nobody_else_is_asked_once_one_did_not_answer(served: tuple[str, Contents]) -> None:
    url, contents = served
    for number in range(100):
        contents.add(f"s{number:03}", '"int"')
        contents.told[f"GET subjects/s{number:03}/versions/latest"] = (0, "")
    with pytest.raises(TimedOut):
        SubjectReader(requests(url, 0.2)).subjects(100)
    assert len(contents.asked) < 20


def test_why_a_schema_is_not_compatible(served: tuple[str, Contents]) -> None:
    url, contents = served
    reader = SubjectReader(requests(url))
    assert reader.compatibility("x", TEXT) == Compatibility(None)
    contents.add("x", '"int"')
    assert reader.compatibility("x", TEXT) == Compatibility(True)
    contents.reasons["string"] = ["TYPE_MISMATCH at /", "and more"]
    assert reader.compatibility("x", TEXT) == Compatibility(False, ("TYPE_MISMATCH at /", "and more"))
    contents.told["POST compatibility/subjects/x/versions"] = (405, {"error_code": 405, "message": "HTTP 405"})
    assert reader.compatibility("x", TEXT).is_compatible is False, "older registries compare with the newest only"
    contents.told["POST subjects/x/versions"] = (409, {"error_code": 409, "message": "Schema being registered …"})
    with pytest.raises(Refused, match="not compatible with x: Schema being registered"):
        SubjectWriter(requests(url)).register("x", TEXT)


def test_references_go_there_and_back(served: tuple[str, Contents]) -> None:
    url, contents = served
    reference = SchemaReference("Address", "address-value", 2)
    SubjectWriter(requests(url)).register("x", NewSchema("AVRO", '"int"', (reference,)))
    assert SubjectReader(requests(url)).version("x").schema.references == (reference,)
    assert reference.text == "Address=address-value/2"
    assert contents.live("x") == [1]
