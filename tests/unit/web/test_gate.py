"""Who is let in: addresses, origins and tickets, right ones and those of others."""

from __future__ import annotations

import pytest

from kafkatui.web.gate import NO_TOKEN, WRONG_HOST, WRONG_ORIGIN, Gate, Refusal
from kafkatui.web.page_messages import read_message

GATE = Gate(8123)
HERE = "127.0.0.1:8123"


@pytest.mark.parametrize(
    ("headers", "refusal"),
    [
        ({"Host": HERE}, None),
        ({"Host": "localhost:8123"}, None),
        ({"Host": HERE, "Origin": f"http://{HERE}"}, None),
        ({}, WRONG_HOST),
        ({"Host": "127.0.0.1"}, WRONG_HOST),
        ({"Host": "127.0.0.1:8124"}, WRONG_HOST),
        ({"Host": "rebound.test:8123"}, WRONG_HOST),
        ({"Host": f"{HERE}.rebound.test"}, WRONG_HOST),
        ({"Host": HERE, "Origin": "http://localhost:8123"}, WRONG_ORIGIN),
        ({"Host": HERE, "Origin": f"https://{HERE}"}, WRONG_ORIGIN),
        ({"Host": HERE, "Origin": "null"}, WRONG_ORIGIN),
        ({"Host": HERE, "Origin": "http://127.0.0.1:9000"}, WRONG_ORIGIN),
    ],
)
def test_where_a_request_goes_and_comes_from(headers: dict[str, str], refusal: Refusal | None) -> None:
    assert GATE.misaddressed(headers) == refusal


def test_a_socket_must_tell_its_origin() -> None:
    assert GATE.misaddressed({"Host": HERE}, needs_origin=True) == WRONG_ORIGIN
    assert GATE.misaddressed({"Host": HERE, "Origin": f"http://{HERE}"}, needs_origin=True) is None


def test_only_the_token_and_the_ticket_open_it() -> None:
    assert GATE.has_token(GATE.token)
    assert not any(map(GATE.has_token, ("", GATE.token[:-1], GATE.token + "x", GATE.ticket, "é")))
    assert GATE.without_ticket({GATE.cookie: GATE.ticket}) is None
    for cookies in ({}, {GATE.cookie: ""}, {GATE.cookie: GATE.token}, {"kafkatui-8124": GATE.ticket}):
        assert GATE.without_ticket(cookies) == NO_TOKEN


def test_two_servers_share_no_secret_and_none_is_told() -> None:
    other = Gate(8123)
    assert len({GATE.token, GATE.ticket, other.token, other.ticket}) == 4
    assert GATE.token not in repr(GATE)
    assert GATE.ticket not in repr(GATE)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('["stdin", "é\\u001b[A"]', ("stdin", "é\x1b[A")),
        ('["resize", {"width": 100, "height": 30}]', ("resize", (100, 30))),
        ('["ping", 12.5]', ("ping", 12.5)),
        ('["blur"]', ("blur", None)),
        ('["focus"]', ("focus", None)),
        ('["stdin", 5]', None),
        ('["resize", {"width": "100", "height": 30}]', None),
        ('["quit"]', None),
        ('{"stdin": "x"}', None),
        ("[]", None),
        ("not JSON", None),
    ],
)
def test_what_a_page_tells(text: str, message: object) -> None:
    assert read_message(text) == message
