"""401 and 403 are said alike of a schema registry and of a Connect worker, with what to do."""

from __future__ import annotations

import pytest

from kafkatui.kafka.connect.http_refusals import not_let_in

WHO, WHERE, LOGIN = "The worker", "http://w", "connect.basic.auth.user.info"


@pytest.mark.parametrize(
    ("status", "said", "has_login", "text"),
    [
        (401, "", True, f"{WHO} at {WHERE} does not take the login (401). Check {LOGIN}."),
        (401, "who?", False, f"{WHO} at {WHERE} wants a login (401): who?. Set {LOGIN}."),
        (403, "no right", True, f"{WHO} does not allow it (403): no right. Whoever runs it can allow it."),
        (403, "", False, f"{WHO} does not allow it (403). It may want a login: {LOGIN}."),
        (404, "", True, ""),
    ],
)
def test_what_is_said_helps(status: int, said: str, has_login: bool, text: str) -> None:
    refused = not_let_in(WHO, WHERE, status, said, LOGIN, has_login)
    assert (str(refused) if refused is not None else "") == text
