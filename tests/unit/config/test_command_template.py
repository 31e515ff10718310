"""Command lines with placeholders: what is filled in is one word, whatever it holds."""

from __future__ import annotations

import subprocess

import pytest

from kafkatui.model.command_template import filled, for_shell, placeholders

HOSTILE = "a b'c\"d$(touch /tmp/never)`id`\\\n#*;|&{topic}"


def test_names_in_braces_are_filled_in_and_other_braces_are_left() -> None:
    text = "kcat {topic} -J '{print $1}' {{topic}} ${HOME} {topic}-{partition}"
    assert list(placeholders(text)) == ["topic", "topic", "partition"]
    values = {"topic": "{partition}", "partition": "0"}
    assert filled(text, values) == "kcat {partition} -J '{print $1}' {topic} ${HOME} {partition}-0"


@pytest.mark.parametrize(
    "text",
    [
        "printf '%s' {key}",
        'printf "%s" "{key}"',
        'printf "%s" "$(printf %s {key})"',
        "printf '%s' `printf %s {key}` >/dev/null; printf '%s' {key}",
        "cat <<EOF >/dev/null\n{key}\nEOF\nprintf '%s' {key}",
        'x="(" y=")"; printf "%s" "$(printf "%s" "(" >/dev/null; printf %s {key})"',
        'printf "%s" "it\'s \\" `printf %s {key}`" >/dev/null; printf %s {key}',
        "true # {key}\nprintf '%s' {key}",
        "printf '%s' \\''' {key} >/dev/null; printf '%s' {key}",
    ],
)
def test_a_shell_is_given_values_as_arguments_and_reads_nothing_in_them(text: str) -> None:
    program, arguments = for_shell(text, {"key": HOSTILE})
    done = subprocess.run(["sh", "-c", program, "name", *arguments], capture_output=True, text=True, timeout=10)
    assert done.stdout == HOSTILE, done.stderr


def test_in_single_quotes_nothing_can_be_filled_in() -> None:
    with pytest.raises(ValueError, match="topic"):
        for_shell("""echo "it's" '{topic}'""", {"topic": "x"})
    assert for_shell("awk '{print $1}' {{topic}}", {}) == ("awk '{print $1}' {topic}", [])


def test_more_than_nine_are_told_apart() -> None:
    program, arguments = for_shell("echo" + " {key}" * 11, {"key": "x"})
    assert program.endswith('"${11}"')
    assert len(arguments) == 11
