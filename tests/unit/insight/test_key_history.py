"""What one record of a key changed."""

from __future__ import annotations

import pytest

from kafkatui.insight.key_history import KeyChange, step
from kafkatui.view.key_history_lines import step_fields, step_text
from tests.unit.insight.search.records import searched


@pytest.mark.parametrize(
    ("before", "now", "text"),
    [
        (None, b'{"a":1}', 'set {"a":1}'),
        (b'{"a":1}', b'{"a":1}', "same"),
        (b'{"a":1}', None, "deleted"),
        (b"one", b"two", "changed two"),
        (b'{"a":1}', b"two", "changed two"),
        (b'{"a":1,"b":2,"c":{"d":[1,2]}}', b'{"a":1.5,"c":{"d":[1,3,4]},"e":null}',
         "changed a 1 → 1.5 · c.d[1] 2 → 3 · + c.d[2] 4 · + e null · − b"),
        (b'{"a":1}', b'{"a":true}', "changed a 1 → true"),
        (b'{"a":{"b":1}}', b'{"a":[1]}', 'changed a {"b": 1} → [1]'),
    ],
)  # fmt: skip
def test_steps(before: bytes | None, now: bytes | None, text: str) -> None:
    told = step(None if before is None else searched(before), searched(now))
    assert step_text(told, "" if now is None else now.decode()) == text


def test_after_a_tombstone_a_key_is_set_anew() -> None:
    assert step(searched(None), searched(b"1")).change is KeyChange.SET


def test_json_has_what_was_and_what_is() -> None:
    told = step_fields(step(searched(b'{"a":1,"b":2}'), searched(b'{"a":null,"c":3}')))
    assert told == {
        "change": "changed",
        "fields": [{"path": "a", "before": 1, "after": None}, {"path": "c", "after": 3}, {"path": "b", "before": 2}],
    }


def test_many_fields_are_told_in_part() -> None:
    before = "{" + ",".join(f'"f{number}":1' for number in range(50)) + "}"
    told = step(searched(before.encode()), searched(before.replace(":1", ":2").encode()))
    assert len(told.fields) == 50
    assert step_text(told, "").endswith("· 30 more")
