"""The states of the tabs about who may do what, and what hangs; as `pane_states` has those of all others."""

from __future__ import annotations

from collections.abc import Mapping

from kafkatui.model.connector import Connectors
from kafkatui.model.open_transaction import OpenTransactions
from kafkatui.model.place import PlaceKind
from kafkatui.model.schema_subject import Subjects
from kafkatui.session.feeds import (
    EXAMINATION,
    AclsFeed,
    ConnectorsFeed,
    DelegationTokensFeed,
    OpenTransactionsFeed,
    QuorumFeed,
    QuotasFeed,
    ScramCredentialsFeed,
    SubjectsFeed,
)
from tests.tui.fake_session import FakeSession
from tests.tui.pane_state import Impossible, PaneState, Shown, States
from tests.tui.pane_states import AS_OF, REASON, RETRY, both, change_all, failed, let, stale, states, unknown
from tests.tui.sample_findings import examination


def examined(session: FakeSession) -> None:
    """The doctor has looked just now; other pages do not know what it found, so that their headers are as they were."""
    let(EXAMINATION, examination())(session)


DOCTOR: States = {
    PaneState.LOADING: Shown(("Loading …",), change_all([EXAMINATION], unknown)),
    PaneState.EMPTY: Shown(("Nothing is wrong, as far as it was looked at.",), let(EXAMINATION, examination(()))),
    PaneState.STALE: Shown(("orders", AS_OF), both(examined, change_all([EXAMINATION], stale)), is_dimmed=True),
    PaneState.FAILED: Shown(("✗ ", REASON, RETRY), change_all([EXAMINATION], failed)),
    PaneState.NOT_SUPPORTED: Impossible("Every cluster can be looked at."),
    PaneState.OK: Shown(
        ("✗ ", "broker 3", "Broker 3 is gone.", "topic-one-replica", "muted: a scratch topic", "2 findings · 1 muted"),
        examined,
    ),
}

SECURITY_PANES: Mapping[tuple[PlaceKind, str], States] = {
    (PlaceKind.CLUSTER, "doctor"): DOCTOR,
    (PlaceKind.CLUSTER, "acls"): states(
        AclsFeed(),
        ok=("User:alice", "orders", "alice ! no TYPE:name", "PREFIXED", "2 ACLs · 2 principals · 1 of nobody"),
        empty=Shown(("No ACLs. The brokers' allow.everyone.if.no.acl.found", "c creates some."), let(AclsFeed(), ())),
    ),
    (PlaceKind.TOPIC, "acls"): states(
        AclsFeed(),
        ok=("User:alice", "alice ! no TYPE:name", "PREFIXED", "2 ACLs"),
        empty=Shown(("No ACL applies to orders", ":acls has the others."), let(AclsFeed(), ())),
    ),
    (PlaceKind.CLUSTER, "users"): states(
        ScramCredentialsFeed(),
        ok=("alice", "SCRAM-SHA-512", "8,192", "2 credentials · 1 user"),
        empty=Shown(("No SCRAM users; c sets one.",), let(ScramCredentialsFeed(), ())),
    ),
    (PlaceKind.CLUSTER, "tokens"): states(
        DelegationTokensFeed(),
        ok=("Xu6DTmqMQ4SyTWi0Sn8SdA", "User:alice", "User:admin", "2096-10-02", "2 tokens"),
        empty=Shown(("No delegation tokens that this login may see; c makes one.",), let(DelegationTokensFeed(), ())),
    ),
    (PlaceKind.CLUSTER, "schemas"): states(
        SubjectsFeed(),
        ok=("orders-value", "AVRO", "FULL", "orders (values)", "does not allow it", "3 subjects", "level BACKWARD"),
        empty=Shown(("The registry has no subjects; e registers",), let(SubjectsFeed(), Subjects(()))),
    ),
    (PlaceKind.CLUSTER, "connectors"): states(
        ConnectorsFeed(),
        ok=("archive", "✗ 1/2, 1 failed", "FileSink", "orders", "PAUSED", "2 connectors · 1 with failures"),
        empty=Shown(("No connectors; a creates the first.",), let(ConnectorsFeed(), Connectors(()))),
    ),
    (PlaceKind.CLUSTER, "quotas"): states(
        QuotasFeed(),
        ok=("alice", "<default>", "producer_byte_rate", "1.0 MB/s", "12.5 %", "2 quotas"),
        empty=Shown(("No quotas: clients may send and fetch as much as they can",), let(QuotasFeed(), ())),
    ),
    (PlaceKind.CLUSTER, "transactions"): states(
        OpenTransactionsFeed(),
        ok=("payments-1", "Ongoing", "✗ hanging", "959", "2 open transactions · 1 hanging: d aborts it"),
        empty=Shown(("No transaction is open: nothing is held back",), let(OpenTransactionsFeed(), OpenTransactions())),
    ),
    (PlaceKind.CLUSTER, "quorum"): states(
        QuorumFeed(),
        ok=("voter ! silent", "kafka-1:9093", "observer", "3 nodes · leader 2 · epoch 7", "metadata.version 25"),
        empty=Impossible("A quorum has at least one voter."),
    ),
}
"""By kind of page and tab."""
