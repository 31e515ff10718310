"""Templates of generated records."""

from __future__ import annotations

import json
import re
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kafkatui.insight.template import Template
from kafkatui.model.errors import UsageError

PATTERNS = {
    "${counter}": r"7",
    "${counter:100}": r"107",
    "${int:5-9}": r"[5-9]",
    "${int:-3--1}": r"-[123]",
    "${float:0-1}": r"0(\.\d+)?|1|\d(\.\d+)?e-\d+",
    "${string}": r"[A-Za-z0-9]{10}",
    "${string:3}": r"[A-Za-z0-9]{3}",
    "${choice:a|b c|d}": r"a|b c|d",
    "${name}": r"[A-Z][a-z]+ [A-Z][a-z]+",
    "${timestamp}": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z",
    "${epoch}": r"\d{13}",
    "${ramp:0-90/10}": r"70",
    "${random:2000}": r"[A-Za-z0-9]{2000}",
    "a $$ {b} ${counter}": r"a \$ \{b\} 7",
    "": r"",
    "costs $5": r"costs \$5",
}


@pytest.mark.parametrize("text", PATTERNS)
def test_a_placeholder_is_what_it_says(text: str) -> None:
    for _ in range(20):
        assert re.fullmatch(PATTERNS[text], Template(text).make(7))


def test_uuids_are_uuids_and_differ() -> None:
    template = Template("${uuid}")
    made = {uuid.UUID(template.make(number)) for number in range(100)}
    assert len(made) == 100
    assert {each.version for each in made} == {4}


def test_a_seed_gives_the_same_again() -> None:
    text = "${int} ${string} ${uuid} ${choice:a|b} ${name} ${random:50}"
    assert [Template(text, 5).make(n) for n in range(9)] == [Template(text, 5).make(n) for n in range(9)]


def test_the_random_part_of_a_large_value_has_its_size() -> None:
    for size in (1, 1 << 19, (1 << 20) + 5, 3 << 20):
        assert len(Template(f"${{random:{size}}}").make(0)) == size


@given(st.integers(0, 10_000))
def test_json_stays_json(number: int) -> None:
    template = Template('{"id": ${counter:5}, "a": ${ramp:-1-1/7}, "f": ${float:2-3}, "n": "${name}"}')
    made = json.loads(template.make(number))
    assert made["id"] == number + 5
    assert -1 <= made["a"] <= 1
    assert 2 <= made["f"] <= 3


@given(st.text(max_size=40))
def test_any_text_is_a_template_or_a_sentence(text: str) -> None:
    try:
        made = Template(text).make(0)
    except UsageError:
        made = text
    assert "$" in text or made == text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x ${what}", "There is no placeholder what (at character 3)."),
        ("${counter", "A placeholder is not closed (at character 1)."),
        ("${int:9-1}", "a range is written like 1-100 (at character 1)"),
        ("${int:x}", "a range is written like 1-100"),
        ("${counter:x}", "${counter:x}: "),
        ("${string:0}", "a length is a number from 1"),
        ("${random:99999999999}", "a length is a number from 1"),
        ("${choice}", "there is nothing to choose from"),
        ("${ramp:1-2}", "it is written like 0-100/60"),
    ],
)
def test_what_cannot_be_meant_says_where(text: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        Template(text)
    assert said in caught.value.what
    assert "${counter}" in caught.value.advice
