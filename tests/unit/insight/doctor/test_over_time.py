"""What is remembered from look to look, and what rules make of it."""

from __future__ import annotations

from itertools import pairwise

from kafkatui.insight.changes import partition_changes
from kafkatui.insight.doctor.course import Course, Standing
from kafkatui.insight.doctor.evaluator import Evaluator
from kafkatui.insight.doctor.known import Known
from kafkatui.insight.doctor.rules import BY_ID, RULES
from kafkatui.insight.partition_past import ELECTION_SECONDS, FLAP_SECONDS, PartitionPast
from kafkatui.model.cluster import ClusterMetadata, OffsetRange, Partition
from kafkatui.model.config_entry import LogDir, ReplicaSize
from kafkatui.model.event import Severity
from kafkatui.model.group_track import LagLook
from kafkatui.model.observed import Observed
from kafkatui.model.offset_sample import OffsetSample
from kafkatui.model.replacing import replace
from kafkatui.model.replica_sets import Reassignment
from tests.unit.insight.doctor.states import HEALTHY, NOW, ORDERS, PARTS, broken, groups, metadata, ok, part, quorum
from tests.unit.insight.doctor.states_of_ensembles import NOT_IN_THE_CONNECT_STRING
from tests.unit.insight.doctor.states_over_time import GROWING_FOR_LONG, NOBODY, PERHAPS, QUIET


def with_first(first: Partition) -> ClusterMetadata:
    value = metadata(replace(ORDERS, partitions=(first, *PARTS[1:]))).value
    assert value is not None
    return value


def seen(*states: tuple[float, Partition]) -> PartitionPast:
    """What is remembered of partition 0 after these, each with its time."""
    past = PartitionPast()
    for (_, before), (at, after) in pairwise(states):
        past = past.with_changes(partition_changes(with_first(before), with_first(after), at), at)
    return past


WHOLE, WITHOUT_3 = part(0, 1, (1, 2, 3)), part(0, 1, (1, 2, 3), (1, 2))


def test_a_broker_that_leaves_the_isr_again_and_again_is_remembered_for_a_while() -> None:
    past = seen((0, WHOLE), (1, WITHOUT_3), (2, WHOLE), (3, WITHOUT_3), (4, WHOLE), (5, WITHOUT_3))
    assert past.shrinks == {("orders", 0, 3): (1, 3, 5)}
    assert past.with_changes([], 4 + FLAP_SECONDS).shrinks == {("orders", 0, 3): (5,)}
    assert past.without(["orders"]) == PartitionPast()


def test_only_a_leader_whose_isr_has_nothing_of_the_last_one_is_from_outside() -> None:
    gone = part(0, -1, (1, 2, 3), (1,))
    [election] = seen((0, gone), (1, part(0, 2, (1, 2, 3), (2,)))).elections
    assert election.was_leaderless
    assert seen((0, gone), (1, part(0, 1, (1, 2, 3), (1,)))).elections == (), "the one that it waited for"
    assert seen((0, part(0, 1, (1, 2, 3), (1, 3))), (1, part(0, 2, (1, 2, 3), (2, 3)))).elections == (), (
        "broker 2 has joined unseen: broker 3 is still in it"
    )
    assert seen((0, part(0, 1, (1, 2, 3), ())), (1, part(0, 2, (1, 2, 3), (2,)))).elections == (), "nothing is known"
    assert PartitionPast(elections=(election,)).with_changes([], ELECTION_SECONDS + 2).elections == ()


def test_an_election_that_was_perhaps_unclean_is_said_to_be_perhaps_so() -> None:
    [suspicion] = BY_ID["election-unclean"].check(PERHAPS)
    assert (suspicion.severity, "perhaps" in suspicion.title) == (Severity.WARNING, True)


def test_a_topic_that_nobody_reads_or_writes_is_told_after_an_hour_of_watching() -> None:
    [finding] = [each for each in Evaluator(RULES).look(QUIET, {}).findings if each.rule == "topic-unused"]
    assert finding.title == "Nobody reads or writes orders."
    assert finding.since_seconds == NOW - 4_000
    early = replace(QUIET, now_seconds=NOW - 1_000)
    assert "topic-unused" not in {each.rule for each in Evaluator(RULES).look(early, {}).findings}


def at(seconds: float, ends: int, *, known: Known = HEALTHY) -> Known:
    ranges = {("orders", number): OffsetRange(0, ends) for number in range(3)}
    return replace(
        known, groups=groups(NOBODY, {}), offsets=Observed.ok(OffsetSample(ranges, {}, NOW + seconds), NOW + seconds)
    )


def test_a_topic_is_quiet_since_its_log_ended_where_it_ends_now() -> None:
    course = Course().onward(at(0, 10)).onward(at(60, 10))
    assert course.quiet["orders"].since_seconds == NOW
    assert course.onward(at(120, 11)).quiet["orders"].since_seconds == NOW + 120, "something was written"
    unknown = replace(at(120, 10), offsets=Observed.unknown())
    assert course.onward(unknown).quiet == course.quiet, "not to know is no change"
    unread = replace(at(120, 10), groups=Observed.unknown())
    assert course.onward(unread).quiet == course.quiet
    assert course.onward(replace(at(120, 10), managed=("orders",))).quiet == {}


def test_a_lag_that_grows_for_a_quarter_of_an_hour_is_told_whatever_its_steps_are() -> None:
    [suspicion] = BY_ID["group-falling-behind"].check(GROWING_FOR_LONG)
    assert suspicion.since_seconds is not None
    assert NOW - suspicion.since_seconds >= 900


def test_looks_at_a_lag_are_kept_a_minute_apart_for_as_long_as_they_are_needed() -> None:
    def look(seconds: float, end: int) -> Known:
        sample = groups(commits={("orders", 0): 0}, log=OffsetRange(0, end)).value
        assert sample is not None
        return broken(groups=ok(replace(sample, offsets=replace(sample.offsets, read_at_seconds=NOW + seconds))))

    course = Course().onward(look(0, 5)).onward(look(4, 6)).onward(look(60, 7))
    assert course.lags["billing"] == (LagLook(NOW, 5), LagLook(NOW + 60, 7))
    assert course.onward(look(2_000, 9)).lags["billing"] == (LagLook(NOW + 2_000, 9),)


def test_an_earlier_sample_is_kept_for_long_enough_to_take_rates_from() -> None:
    course = Course().onward(at(0, 10)).onward(at(10, 20))
    assert course.offsets is not None
    assert course.offsets.read_at_seconds == NOW
    later = course.onward(at(40, 30)).offsets
    assert later is not None
    assert later.read_at_seconds == NOW + 40


def test_a_commit_stands_as_long_as_it_is_the_same_with_more_to_read() -> None:
    def look(seconds: float, offset: int, end: int) -> Known:
        sample = groups(commits={("orders", 0): offset}, log=OffsetRange(0, end)).value
        assert sample is not None
        later = replace(sample, offsets=replace(sample.offsets, read_at_seconds=NOW + seconds))
        return broken(groups=Observed.ok(later, NOW + seconds))

    key = ("billing", ("orders", 0))
    course = Course().onward(look(0, 4, 8)).onward(look(60, 4, 9))
    assert course.standing[key] == Standing(4, 8, NOW)
    assert course.onward(look(120, 5, 9)).standing[key] == Standing(5, 9, NOW + 120)
    assert course.onward(look(120, 9, 9)).standing == {}, "all is read"


def test_how_much_of_a_replica_has_come_is_remembered_while_it_is_coming() -> None:
    def look(seconds: float, size: int | None) -> Known:
        replicas = () if size is None else (ReplicaSize("orders", 0, 4, "/data", size, 0),)
        return broken(
            moves=Observed.ok({("orders", 0): Reassignment((4,), (3,))}, NOW + seconds),
            log_dirs=Observed.ok((LogDir(4, "/data", replicas),), NOW + seconds),
        )

    course = Course().onward(look(0, None)).onward(look(60, 50)).onward(look(60, 50))
    assert course.copies == {(("orders", 0), 4): ((NOW, 0), (NOW + 60, 50))}
    assert course.onward(HEALTHY).copies == {}, "it is over"
    assert course.onward(replace(HEALTHY, moves=Observed.unknown())).copies == course.copies


def test_the_quorums_epochs_are_remembered_with_the_one_before() -> None:
    def look(seconds: float, epoch: int) -> Known:
        return broken(quorum=Observed.ok(quorum(leader_epoch=epoch).value, NOW + seconds))

    course = Course().onward(look(0, 3)).onward(look(10, 3)).onward(look(20, 4)).onward(look(700, 6))
    assert course.epochs == ((NOW + 20, 4), (NOW + 700, 6))


def test_the_server_in_use_is_judged_also_where_it_is_not_in_the_connect_string() -> None:
    [suspicion] = BY_ID["zookeeper-slow"].check(NOT_IN_THE_CONNECT_STRING)
    assert suspicion.subject.text == "ZooKeeper zk-9:2181"
