"""Actions on a schema registry: planned, done, taken back, and what others changed left alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from kafkatui.kafka.registry.requests import RegistryRequests
from kafkatui.model.errors import FieldError, NotFound, Refused
from kafkatui.model.field import Values
from kafkatui.model.outcome import OutcomeState
from kafkatui.model.place import PlaceKind
from kafkatui.model.replacing import replace
from kafkatui.model.target import Target
from kafkatui.session.action_catalogue import catalogue
from tests.tui.fake_session import FakeSession, fake_profile
from tests.unit.kafka.registry_server import Contents, registry_server
from tests.unit.session.action_driver import ActionDriver

pytest.importorskip("confluent_kafka.schema_registry", exc_type=ImportError)

V1 = '{"type": "record", "name": "O", "fields": [{"name": "id", "type": "long"}]}'
V2 = '{"type":"record","name":"O","fields":[{"name":"id","type":"long"},{"name":"d","type":"int","default":0}]}'


class Registry(ActionDriver):
    """A session on a registry."""

    def __init__(self, url: str, contents: Contents, folder: Path, *, read_only: bool = False) -> None:
        profile = fake_profile(is_read_only=read_only)
        profile = replace(profile, kafka={**profile.kafka, "schema.registry.url": url})
        super().__init__(FakeSession(profile))
        self.session.journal_folder = folder
        requests = RegistryRequests({"url": url}, 5.0)
        self.session.actions.context._clients = SimpleNamespace(registry=lambda: requests)  # type: ignore[assignment]
        self.contents = contents


@pytest.fixture
def registry(tmp_path: Path) -> Iterator[Registry]:
    with registry_server() as (url, contents):
        yield Registry(url, contents, tmp_path)


def typed(subject: str, text: str, **others: Any) -> Values:
    return {"subject": subject, "schema": text.encode(), **others}


def test_a_version_is_registered_with_what_differs_and_taken_back(registry: Registry) -> None:
    registry.contents.add("o-value", V1)
    plan = registry.plan("schema.register", typed("o-value", V2))
    assert plan.summary == "Registers a schema as a new version of o-value."
    assert [line for line in plan.totals if "default" in line] == ['+      "default": 0']
    outcome = registry.run("schema.register", typed("o-value", V2), plan)
    assert outcome.targets[0].reason == "version 2, id 2"
    assert registry.plan("schema.register", typed("o-value", V2)).nothing_to_do.startswith("It is version 2 of o-value")
    _, undone = registry.undo()
    assert undone is not None
    assert undone.is_done
    assert registry.contents.live("o-value") == [1]


def test_what_is_not_compatible_is_refused_before_it_is_tried(registry: Registry) -> None:
    registry.contents.add("o-value", V1)
    registry.contents.reasons["default"] = ["READER_FIELD_MISSING: d"]
    with pytest.raises(Refused, match=r"READER_FIELD_MISSING: d\. Its compatibility level is BACKWARD"):
        registry.plan("schema.register", typed("o-value", V2))
    assert not any(asked.startswith("POST subjects/o-value/versions") for asked in registry.contents.asked)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        (typed("", V1), "subject"),
        (typed("o", "{"), "schema"),
        (typed("o", "{}"), "schema"),
        (typed("o", ""), "schema"),
        (typed("o", V1, reference=("Address",)), "reference"),
    ],
)
def test_what_cannot_be_meant_is_said_where_it_was_typed(registry: Registry, values: Values, field: str) -> None:
    with pytest.raises(FieldError) as raised:
        registry.plan("schema.register", values)
    assert raised.value.field == field


def test_a_version_that_another_registered_meanwhile_is_a_conflict(registry: Registry) -> None:
    registry.contents.add("o-value", V1)
    plan = registry.plan("schema.register", typed("o-value", V2))
    registry.contents.add("o-value", '"string"')
    (outcome,) = registry.run("schema.register", typed("o-value", V2), plan).targets
    assert (outcome.state, outcome.reason) == (OutcomeState.CONFLICT, "its newest version was 1, now it is 2")


def test_subjects_are_deleted_softly_and_come_back_with_their_ids_and_level(registry: Registry) -> None:
    for subject in ("o-value", "p-key"):
        registry.contents.add(subject, V1)
        registry.contents.add(subject, V2)
    registry.contents.levels["o-value"] = "FULL"
    targets = tuple(Target(PlaceKind.CLUSTER, name, part="subject") for name in ("o-value", "p-key"))
    plan = registry.plan("schema.delete", {}, targets)
    assert plan.summary == "Deletes 2 subjects with 4 versions, softly."
    assert plan.rows[0].values == ("o-value", "1, 2", "1, 2", 0)
    assert registry.run("schema.delete", {}, plan, targets).is_done
    assert registry.contents.live("o-value") == []
    del registry.contents.levels["o-value"]  # as the registry does with a subject that goes
    _, undone = registry.undo()
    assert undone is not None
    assert [each.reason for each in undone.targets] == ["under the same ids"] * 2
    assert registry.contents.live("o-value") == [3, 4]
    assert registry.contents.levels["o-value"] == "FULL"


def test_what_was_registered_since_is_not_touched_by_undo(registry: Registry) -> None:
    registry.contents.add("o-value", V1)
    assert registry.do("schema.delete", {"subject": "o-value"}).is_done
    registry.contents.add("o-value", V2)
    plan, _ = registry.undo()
    assert plan.warnings == ("o-value: we left versions none, now it has 2: not touched.",)
    assert registry.contents.live("o-value") == [2]


def test_one_version_goes_for_good_and_what_was_deleted_before_too(registry: Registry) -> None:
    registry.contents.add("o-value", V1)
    registry.contents.add("o-value", V2)
    one = {"subject": "o-value", "version": 1, "permanent": True}
    plan = registry.plan("schema.delete", one)
    assert "cannot be undone" in plan.undo
    assert registry.run("schema.delete", one, plan).is_done
    assert list(registry.contents.subjects["o-value"]) == [2]
    assert registry.do("schema.delete", {"subject": "o-value"}).is_done
    with pytest.raises(NotFound, match="--permanent"):
        registry.plan("schema.delete", {"subject": "o-value"})
    assert registry.do("schema.delete", {"subject": "o-value", "permanent": True}).is_done
    assert registry.contents.subjects == {}
    with pytest.raises(NotFound):
        registry.plan("schema.delete", {"subject": "o-value", "version": 9})


def test_levels_are_set_taken_away_and_put_back(registry: Registry) -> None:
    levels = registry.contents.levels
    registry.contents.add("o-value", V1)
    assert registry.do("schema.compatibility", {"subject": "o-value", "set": "NONE"}).is_done
    assert levels["o-value"] == "NONE"
    registry.undo()
    assert "o-value" not in levels, "it had none of its own"
    levels["o-value"] = "FULL"
    assert registry.do("schema.compatibility", {"subject": "o-value", "unset": True}).is_done
    registry.undo()
    assert levels["o-value"] == "FULL"
    assert registry.do("schema.compatibility", {"subject": "", "set": "FORWARD"}).is_done
    levels[""] = "NONE"
    plan, _ = registry.undo()
    assert "was BACKWARD, we left FORWARD, now it is NONE: not touched." in plan.nothing_to_do
    assert registry.plan("schema.compatibility", {"subject": "o-value", "set": "FULL"}).nothing_to_do
    with pytest.raises(FieldError, match="always a level"):
        registry.plan("schema.compatibility", {"subject": "", "unset": True})


def test_schemas_are_written_to_a_folder_or_a_file(registry: Registry, tmp_path: Path) -> None:
    registry.contents.add("a/b", V1)
    registry.contents.add("o-value", V2)
    folder, file = tmp_path / "out", tmp_path / "all.json"
    assert registry.do("schema.export", {"path": str(folder)}).is_done
    assert sorted(each.name for each in folder.iterdir()) == ["a%2Fb.v1.avsc", "o-value.v1.avsc", "schemas.json"]
    assert (folder / "a%2Fb.v1.avsc").read_text() == V1
    assert registry.do("schema.export", {"path": str(file), "subject": ("o-value",)}).is_done
    written = json.loads(file.read_text())["subjects"]
    assert [each["schema"] for each in written["o-value"]["versions"]] == [V2]
    assert list(written) == ["o-value"]
    with pytest.raises(FieldError, match="no subject nope"):
        registry.plan("schema.export", {"path": str(file), "subject": ("nope",)})


def test_without_a_registry_and_read_only_it_is_said_before_anything(tmp_path: Path) -> None:
    ids = ("schema.register", "schema.delete", "schema.compatibility", "schema.export")
    subject = (Target(PlaceKind.CLUSTER, "x", part="subject"),)
    session = FakeSession()
    for action_id in ids:
        obstacle = session.actions.obstacle(catalogue()[action_id], subject)
        assert obstacle is not None
        assert "no schema registry in this profile" in obstacle.text
    forbidden = Registry("http://127.0.0.1:9", Contents(), tmp_path, read_only=True).session
    for action_id in ids:
        obstacle = forbidden.actions.obstacle(catalogue()[action_id], subject)
        assert (obstacle is not None) == (action_id != "schema.export"), "reading changes nothing"
