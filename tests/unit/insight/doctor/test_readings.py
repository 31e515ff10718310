"""What the rules say of what is read for them, and of which few things it is read."""

from __future__ import annotations

from kafkatui.insight.doctor.evaluator import Evaluator
from kafkatui.insight.doctor.questions import (
    BUSY_RATE,
    MOST_BUSY,
    MOST_PLACES,
    MOST_PLACES_OF_A_PARTITION,
    NEWEST_RECORDS,
    busy_positions,
    leaderless_topics,
    unread_places,
)
from kafkatui.insight.doctor.rules import BY_ID, RULES
from kafkatui.model.cluster import OffsetRange
from kafkatui.model.event import Severity
from kafkatui.model.group import Group, GroupOffsets
from kafkatui.model.group_samples import GroupsSample
from kafkatui.model.offset_sample import OffsetSample
from kafkatui.model.presence import Link, LinkState
from kafkatui.model.replacing import replace
from kafkatui.model.unread_age import UnreadPlace
from kafkatui.model.zookeeper_security import RegisteredSecurity
from tests.unit.insight.doctor.states import HEALTHY, NOW, broken, metadata, ok, registry
from tests.unit.insight.doctor.states_of_readings import (
    DAY,
    TOLD_OF_ELIGIBLE,
    TRIGGERS,
    certificate,
    eligible,
    large,
    security,
    unread,
)


def sample(commits: dict[str, dict[int, int]], log: OffsetRange) -> GroupsSample:
    numbers = {number for each in commits.values() for number in each}
    return GroupsSample(
        tuple(Group(name, "Stable") for name in commits),
        {
            name: GroupOffsets(name, {("orders", number): offset for number, offset in each.items()}, {}, {})
            for name, each in commits.items()
        },
        OffsetSample({("orders", number): log for number in numbers}, {}, NOW),
    )


def test_both_sides_of_the_acls_are_told_with_what_only_they_have() -> None:
    [suspicion] = BY_ID["acl-differs"].check(TRIGGERS["acl-differs"])
    ours, theirs = suspicion.evidence
    assert (ours.side, ours.text) == ("kafka", "not here: User:alice ALLOW WRITE on TOPIC LITERAL orders from *")
    assert (theirs.side, theirs.text.partition(":")[0]) == ("zookeeper", "only here")
    assert list(BY_ID["user-differs"].check(security(theirs=frozenset()))) == []


def test_acls_in_zookeeper_that_cannot_be_understood_are_a_broken_znode() -> None:
    known = broken(security=ok(RegisteredSecurity(frozenset(), broken=("/kafka-acl/Topic/orders",))))
    [suspicion] = BY_ID["znode-broken"].check(known)
    assert suspicion.subject.name == "/kafka-acl/Topic/orders"


def test_a_rate_that_old_brokers_do_not_tell_of_is_found_in_zookeeper() -> None:
    rate = registry(broker_configs={"2": {"follower.replication.throttled.rate": "1000"}})
    [suspicion] = BY_ID["throttle-left-on-broker"].check(broken(registry=rate))
    assert (suspicion.subject.name, suspicion.evidence[0].side) == ("2", "zookeeper")
    assert list(BY_ID["throttle-left-on-broker"].check(broken(registry=rate, link=Link(LinkState.UNKNOWN)))) == []


def test_a_certificate_that_is_over_or_not_yet_valid_is_bad() -> None:
    titles = {}
    for begins, ends in ((-300, 29), (-300, 2), (-300, -1), (1, 300), (-80, 10)):
        [each] = BY_ID["certificate-ends"].check(certificate(begins, ends))
        titles[each.title.removeprefix("The certificate of kafka-1:9093 ")] = each.severity
    assert titles == {
        "ends in 29 d.": None,
        "ends in 2 d.": Severity.BAD,
        "ended 1 d ago.": Severity.BAD,
        "holds only in 1 d.": Severity.BAD,
        "ends in 10 d.": None,
    }
    assert NOW > DAY


def test_a_certificate_of_zookeeper_leads_to_the_ensemble() -> None:
    [each] = BY_ID["certificate-ends"].check(certificate(-300, 29, "zookeeper"))
    assert (each.subject.tab, each.evidence[0].side) == ("ensemble", "zookeeper")


def test_what_has_nearly_no_room_is_bad() -> None:
    [each] = BY_ID["znode-near-limit"].check(large(950))
    assert each.severity is Severity.BAD


def test_who_may_lead_is_evidence_of_a_partition_without_a_leader() -> None:
    [each] = BY_ID["partition-leaderless"].check(TOLD_OF_ELIGIBLE)
    assert each.evidence[-1].text == "0: eligible to lead without loss 2, last known 2"
    [each] = BY_ID["partition-leaderless"].check(broken(metadata=TOLD_OF_ELIGIBLE.metadata, eligible=ok({})))
    assert each.evidence[-1].text == "0: the brokers do not tell who may lead without loss (Kafka 3.7)"
    with_zookeeper = broken(metadata=TOLD_OF_ELIGIBLE.metadata)
    assert all("eligible" not in told.text for each in BY_ID["partition-leaderless"].check(with_zookeeper)
               for told in each.evidence)  # fmt: skip


def test_a_group_is_behind_the_retention_since_its_oldest_record_might_have_been_deleted() -> None:
    [each] = BY_ID["group-behind-retention"].check(unread(1.5))
    assert each.since_seconds == NOW - 1800
    assert "retention.ms=3600000 (1 h)" in each.evidence[1].text


def test_comparisons_are_read_again_soon_while_they_see_something() -> None:
    evaluator = Evaluator(RULES)
    evaluator.look(HEALTHY, {})
    assert not evaluator.suspects(("acl-differs",))
    assert evaluator.look(TRIGGERS["acl-differs"], {}).findings == (), "it is not held yet"
    assert evaluator.suspects(("acl-differs", "user-differs"))
    assert not evaluator.suspects(("user-differs",))
    assert not evaluator.suspects(())


def test_unread_records_are_looked_at_where_most_of_the_log_is_before_a_group() -> None:
    read = sample({"a": {0: 10, 1: 90}, "b": {0: 100, 1: 95}, "c": {0: 5}}, OffsetRange(10, 100))
    assert unread_places(read) == (
        UnreadPlace("a", "orders", 0, 10),
        UnreadPlace("a", "orders", 1, 90),
        UnreadPlace("b", "orders", 1, 95),
    ), "neither what is read, nor what is lost already"
    many = sample({f"g{number}": {0: 10, number: 20} for number in range(200)}, OffsetRange(10, 100))
    places = unread_places(many)
    assert len(places) == MOST_PLACES
    assert sum(place.partition == 0 for place in places) == MOST_PLACES_OF_A_PARTITION
    share = replace(many, groups=tuple(replace(each, type="share") for each in many.groups))
    assert unread_places(share) == ()


def test_batches_are_looked_at_of_the_busiest_partition_of_the_busiest_topics() -> None:
    rates = {(f"t{number}", 0): BUSY_RATE + number for number in range(20)}
    rates |= {("t19", 1): 9_000.0, ("__offsets", 0): 99_999.0, ("slow", 0): BUSY_RATE - 1}
    before = {key: OffsetRange(0, max(0, 100_000 - round(10 * rate))) for key, rate in rates.items()}
    now = OffsetSample({key: OffsetRange(0, 100_000) for key in rates}, {}, NOW)
    found = dict(busy_positions(now, OffsetSample(before, {}, NOW - 10)))
    assert len(found) == MOST_BUSY
    assert found["t19", 1] == 100_000 - NEWEST_RECORDS
    assert ("t19", 0) not in found
    assert ("t10", 0) in found
    assert ("t9", 0) not in found, "ten are enough"
    assert busy_positions(now, None) == ()


def test_only_topics_without_a_leader_are_asked_about() -> None:
    healthy, other = metadata().value, eligible(()).metadata.value
    assert healthy is not None
    assert other is not None
    assert (leaderless_topics(healthy), leaderless_topics(other)) == ((), ("orders",))
