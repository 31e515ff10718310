"""A signal ends the demo, whatever it interrupts."""

from __future__ import annotations

import os
import signal
from contextlib import suppress

import pytest

from kafkatui.model.errors import SandboxError
from kafkatui.sandbox import supervisor
from kafkatui.sandbox.signals import EndingSignals, Signalled
from kafkatui.sandbox.supervisor import DemoOptions, run_demo


def tell(number: signal.Signals) -> None:
    os.kill(os.getpid(), number)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_signal_that_was_lost_in_a_finaliser_is_remembered_and_the_next_one_is_heard() -> None:
    class Loses:
        def __del__(self) -> None:
            tell(signal.SIGTERM)

    with EndingSignals() as signals:
        lost = Loses()
        del lost
        assert signals.number == signal.SIGTERM
        with pytest.raises(Signalled):
            tell(signal.SIGINT)
        signals.ignore()
        tell(signal.SIGTERM)
        assert signals.number == signal.SIGTERM


def test_a_demo_told_to_end_amid_something_that_fails_of_it_ended_as_it_was_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Demo:
        def __init__(self, *_: object) -> None:
            pass

        def run(self) -> int:
            with suppress(Signalled):
                tell(signal.SIGTERM)
            raise SandboxError("broker-1 ended while it was starting.")

    monkeypatch.setattr(supervisor, "_Demo", Demo)
    assert run_demo(DemoOptions()) == 128 + signal.SIGTERM
    assert "broker-1 ended" in capsys.readouterr().err


def test_a_demo_that_fails_by_itself_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    class Demo:
        def __init__(self, *_: object) -> None:
            pass

        def run(self) -> int:
            raise SandboxError("There is no Java.")

    monkeypatch.setattr(supervisor, "_Demo", Demo)
    with pytest.raises(SandboxError):
        run_demo(DemoOptions())


def test_what_this_process_was_started_to_ignore_stays_ignored() -> None:
    earlier = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with EndingSignals() as signals:
            tell(signal.SIGHUP)
        assert not signals.number
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, earlier)


def test_what_shells_have_background_jobs_ignore_is_heard() -> None:
    earlier = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with EndingSignals() as signals, pytest.raises(Signalled):
            tell(signal.SIGINT)
        assert signals.number == signal.SIGINT
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, earlier)
