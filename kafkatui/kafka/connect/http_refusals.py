"""What a service that answers 401 or 403 over HTTP means: one text for schema registries and for Connect workers."""

from __future__ import annotations

from kafkatui.model.errors import NotAuthorized

NOT_LOGGED_IN, FORBIDDEN = 401, 403


def not_let_in(who: str, where: str, status: int, said: str, login: str, has_login: bool) -> NotAuthorized | None:
    """The error that such an answer means; None for any other status.

    Args:
        who: "The schema registry".
        where: its address.
        said: in the answer's own words; empty without any that help.
        login: the properties that say who we are.
        has_login: whether the profile has one of them.
    """
    words = f": {said}" if said else ""
    if status == NOT_LOGGED_IN and has_login:
        return NotAuthorized(f"{who} at {where} does not take the login ({status}){words}.", f"Check {login}.")
    if status == NOT_LOGGED_IN:
        return NotAuthorized(f"{who} at {where} wants a login ({status}){words}.", f"Set {login}.")
    if status == FORBIDDEN:
        advice = "Whoever runs it can allow it." if has_login else f"It may want a login: {login}."
        return NotAuthorized(f"{who} does not allow it ({status}){words}.", advice)
    return None
