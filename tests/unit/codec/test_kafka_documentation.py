"""Kafka's sentences about properties: none of the web page they are written for."""

from __future__ import annotations

import pytest

from kafkatui.codec.kafka_documentation import plain
from kafkatui.insight import catalogue


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ('will enable <a href="#compaction">log compaction</a>, which', "will enable log compaction, which"),
        ("One of:<ul><li><code>none</code>: nothing</li><li>all</li></ul>", "One of: none: nothing all"),
        ("the &lt;user&gt; and\n &lt;client-id&gt; quotas", "the <user> and <client-id> quotas"),
        ("less than 3 < 4 and 5 > 4", "less than 3 < 4 and 5 > 4"),
        ("a<br/>b<BR>c<p class='x'>d", "a b c d"),
        ("by_duration:<duration> PnDTnHnMn.nS", "by_duration:<duration> PnDTnHnMn.nS"),
        ("", ""),
    ],
)  # fmt: skip
def test_it_is_text(written: str, read: str) -> None:
    assert plain(written) == read


def test_the_catalogue_has_no_tags() -> None:
    for kind in ("broker", "topic", "group"):
        for name in catalogue.names(kind):
            known = catalogue.definition(kind, name)
            assert known is not None
            assert "</" not in known.documentation, name
            assert "href" not in known.documentation, name
