"""A record read and the record typed to send it again are the same bytes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kafkatui.codec.drafts import HEX_BYTES, draft_of, encoded, record_of
from kafkatui.codec.encoding import Encoding
from kafkatui.model.errors import FieldError, UsageError
from kafkatui.model.record import Record
from kafkatui.model.record_draft import RecordDraft

BYTES = st.one_of(st.none(), st.binary(max_size=20), st.text(max_size=20).map(str.encode))


def record(key: bytes | None, value: bytes | None, *headers: tuple[str, bytes | None]) -> Record:
    return Record("t", 0, 7, 1, "create", key, value, headers)


@given(BYTES, BYTES, BYTES)
def test_what_is_typed_again_is_the_same_record(key: bytes | None, value: bytes | None, header: bytes | None) -> None:
    draft = draft_of(record(key, value, ("h", header)))
    typed = None if draft.is_null else encoded("value", draft.value, Encoding(draft.value_as))
    again = record_of(draft, "t", typed, None)
    assert (again.key, again.value, again.headers) == (key, value, (("h", header),))
    assert "\r" not in draft.value, "an editor would change it"
    assert "\n" not in draft.key, "a line would end there"


@pytest.mark.parametrize(
    ("value", "how"),
    [
        (b'{"a": 1}', "json"),
        (b"{no json", "text"),
        (b"two\nlines", "text"),
        (b"a\r\nb", "hex"),
        (b"\xff", "hex"),
        (b"\xff" * (HEX_BYTES + 1), "base64"),
    ],
)
def test_bytes_are_typed_in_the_way_that_can_tell_them(value: bytes, how: str) -> None:
    assert draft_of(record(None, value)).value_as == how


def test_what_cannot_be_typed_is_said_at_its_field() -> None:
    with pytest.raises(UsageError, match="cannot be typed"):
        draft_of(record(None, b"", ("", b"x")))
    with pytest.raises(FieldError) as caught:
        record_of(RecordDraft(key="zz", key_as="hex"), "t", None, None)
    assert caught.value.field == "key"
    with pytest.raises(FieldError) as caught:
        record_of(RecordDraft(headers="zz"), "t", None, None)
    assert caught.value.field == "headers"
