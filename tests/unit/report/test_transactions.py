"""Which open transactions hang, and for how long they are open."""

from __future__ import annotations

import pytest

from kafkatui.model.open_transaction import OpenTransaction, OpenTransactions
from kafkatui.report.transactions import hanging, transaction_rows
from kafkatui.view.output import render_json
from kafkatui.view.transactions_table import TRANSACTIONS_TABLE

NOW = 1_800_000_000.0


def ago(minutes: float) -> int:
    return int((NOW - minutes * 60) * 1000)


def transaction(
    *, last: float = 0, began: float | None = None, is_coordinated: bool | None = True, state: str | None = None
) -> OpenTransaction:
    """One whose producer wrote `last` minutes ago."""
    started = None if began is None else ago(began)
    return OpenTransaction(
        "t", 0, 1, 7, 0, 5, ago(last), started_ms=started, is_coordinated=is_coordinated, state=state
    )


@pytest.mark.parametrize(
    ("one", "is_hanging", "verdict"),
    [
        (transaction(last=60, began=60, state="Ongoing"), False, "Ongoing"),
        (transaction(last=60, is_coordinated=False), True, "hanging"),
        (transaction(last=60, is_coordinated=False, state="CompleteAbort"), True, "hanging"),
        (transaction(last=14, is_coordinated=False), False, "not its coordinator's"),
        (transaction(last=60, is_coordinated=None), None, "coordinator not asked"),
    ],
)
def test_one_hangs_that_nobody_will_end(one: OpenTransaction, is_hanging: bool | None, verdict: str) -> None:
    [row] = transaction_rows(OpenTransactions((one,)), NOW)
    assert (row.is_hanging, row.verdict) == (is_hanging, verdict)


def test_how_long_a_transaction_may_last_is_said() -> None:
    sample = OpenTransactions((transaction(last=1, is_coordinated=False),))
    assert not hanging(transaction_rows(sample, NOW))
    assert hanging(transaction_rows(sample, NOW, 0))


def test_ages_are_lower_bounds_where_only_the_leader_knows() -> None:
    known, leaders = transaction(last=1, began=2, state="Ongoing"), transaction(last=30, is_coordinated=False)
    rows = transaction_rows(OpenTransactions((known, leaders)), NOW)
    assert [(row.age_seconds, row.is_age_least) for row in rows] == [(1800, True), (120, False)], "what hangs is first"
    assert [TRANSACTIONS_TABLE.column("age").cell(row).text for row in rows] == ["≥30m", "2m"]
    assert '"age_is_lower_bound": true' in render_json(TRANSACTIONS_TABLE, rows[:1])
    assert '"is_hanging": true' in render_json(TRANSACTIONS_TABLE, rows[:1])
