"""Every rule names the test on a real cluster that proves it, or why there can be none."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from kafkatui.insight.doctor.rules import BY_ID
from tests.cluster.proved_rules import NOT_PROVED, PROOFS

CLUSTER = Path(__file__).parents[3] / "cluster"


def test_every_rule_is_proved_on_a_real_cluster_or_says_why_it_is_not() -> None:
    assert sorted([*PROOFS, *NOT_PROVED]) == sorted(BY_ID)
    assert all(reason.endswith(".") for reason in NOT_PROVED.values())


@pytest.mark.parametrize("rule", PROOFS)
def test_the_proof_is_there(rule: str) -> None:
    """The test exists, in a file that names the rule."""
    file, test = PROOFS[rule]
    text = (CLUSTER / f"{file}.py").read_text()
    functions = [each for each in ast.walk(ast.parse(text)) if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)]
    assert test in {each.name for each in functions}
    texts = [each.value for each in ast.walk(ast.parse(text)) if isinstance(each, ast.Constant)]
    assert any(isinstance(each, str) and each.split(" ")[0] == rule for each in texts), rule
