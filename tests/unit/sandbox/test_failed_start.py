"""Why a server did not come up, and where its log is."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from kafkatui.sandbox.failed_start import where_logs_are, why_it_ended

OLD = "2026-11-29 21:00:00,000 [main] ERROR kafka.Kafka$ - An earlier start failed.\n"
REFUSED = (
    "2026-11-29 21:39:46,127 [main] INFO kafka.Log4jControllerRegistration$ - Registered\n"
    "2026-11-29 21:39:46,200 [main] ERROR kafka.Kafka$ - Exiting Kafka due to fatal exception\n"
    "org.apache.kafka.common.config.ConfigException: Invalid value x for configuration log.retention.hours\n"
    "\tat org.apache.kafka.common.config.ConfigDef.parseType(ConfigDef.java:787)\n" + "\tat somewhere\n" * 20
)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (
            REFUSED,
            "Exiting Kafka due to fatal exception: ConfigException: "
            "Invalid value x for configuration log.retention.hours",
        ),
        ('Exception in thread "main" java.lang.OutOfMemoryError: heap\n', "OutOfMemoryError: heap"),
        ("Unrecognized VM option 'x'\nError: Could not create the Java Virtual Machine.\n",
         "Unrecognized VM option 'x'\nError: Could not create the Java Virtual Machine."),
    ],
)  # fmt: skip
def test_the_first_error_of_this_start_is_told_not_the_end_of_a_stack_trace(
    tmp_path: Path, text: str, why: str
) -> None:
    log = tmp_path / "broker-1.log"
    log.write_text(OLD + text)
    assert why_it_ended(log, len(OLD)) == why
    assert why_it_ended(tmp_path / "none.log") == "it wrote no log."


def test_a_log_that_is_about_to_be_deleted_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAFKATUI_STATE_DIR", str(tmp_path / "state"))
    log = tmp_path / "broker-1.log"
    log.write_text("why")
    kept = tmp_path / "state" / "demos" / "failed-broker-1.log"
    assert where_logs_are([log], keep=False) == f"Its log is {log}."
    assert where_logs_are([log, tmp_path / "none.log"], keep=True) == f"Its log is {kept}."
    assert kept.read_text() == "why"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
