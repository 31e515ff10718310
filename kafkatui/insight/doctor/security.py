"""Who may do what and who can log in, the same on both sides; and certificates that will not hold for long."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kafkatui.insight.doctor.known import Known
from kafkatui.insight.doctor.rule import Rule, Suspicion, some
from kafkatui.insight.verdict import span
from kafkatui.model.acl import Acl
from kafkatui.model.event import Severity
from kafkatui.model.finding import Evidence, Subject
from kafkatui.model.place import PlaceKind
from kafkatui.model.presence import LinkState
from kafkatui.model.quota import QuotaEntity
from kafkatui.model.scram import ScramCredential

AUTHORIZER = "authorizer.class.name"
OF_ZOOKEEPER = ("kafka.security.authorizer.AclAuthorizer", "kafka.security.auth.SimpleAclAuthorizer")
"""Those that keep their entries in ZooKeeper."""

SOON_SECONDS = 30 * 86_400.0
SOON_SHARE = 0.25
"""Of a certificate that lives shorter than four months: so much of its life."""
VERY_SOON_SECONDS = 3 * 86_400.0


def acls_differ(known: Known) -> Iterator[Suspicion]:
    """Entries that only one side has."""
    registered = known.security.current if known.link.state is LinkState.LINKED else None
    if registered is None or registered.acls is None or known.acls.current is None or not _keeps_in_zookeeper(known):
        return
    ours, theirs = frozenset(known.acls.current), registered.acls
    by_resource: dict[tuple[str, str, str], tuple[list[Acl], list[Acl]]] = {}
    for each in sorted(ours ^ theirs):
        by_resource.setdefault(each.about, ([], []))[each in theirs].append(each)
    for (kind, name, pattern), (only_ours, only_theirs) in by_resource.items():
        yield Suspicion(
            Subject(f"ACLs of {kind} {pattern} {name}", tab="acls", filter=name),
            f"The ACLs of {kind.lower()} {name} are others in ZooKeeper.",
            (
                known.kafka_of(
                    known.acls, _only([each.text for each in only_ours], [each.text for each in only_theirs])
                ),
                _znode(known, _only([each.text for each in only_theirs], [each.text for each in only_ours])),
            ),
        )


def _keeps_in_zookeeper(known: Known) -> bool:
    """Whether brokers are known to have no other authorizer than one that keeps its entries in ZooKeeper."""
    entries = [entry for each in known.broker_configs.values() for entry in each.value or ()]
    return all(entry.value in OF_ZOOKEEPER for entry in entries if entry.name == AUTHORIZER and entry.value)


def _only(here: list[str], there: list[str]) -> str:
    words = [f"only here: {some(here, 3)}"] if here else []
    return "; ".join([*words, *([f"not here: {some(there, 3)}"] if there else [])])


def _znode(known: Known, text: str) -> Evidence:
    return Evidence("zookeeper", text, known.security.as_of_seconds)


def users_differ(known: Known) -> Iterator[Suspicion]:
    """SCRAM users that only one side has, or with other iterations."""
    registered = known.security.current if known.link.state is LinkState.LINKED else None
    if registered is None or registered.users is None or known.users.current is None:
        return
    ours, theirs = frozenset(known.users.current), registered.users
    for user in sorted({each.user for each in ours ^ theirs}):
        yield Suspicion(
            Subject(f"user {user}", tab="users", filter=user),
            f"The SCRAM user {user} is another in ZooKeeper.",
            (
                known.kafka_of(known.users, _credentials(user, ours)),
                _znode(known, f"/config/users: {_credentials(user, theirs)}"),
            ),
        )


def _credentials(user: str, those: frozenset[ScramCredential]) -> str:
    words = [f"{each.mechanism} with {each.iterations:,} iterations" for each in sorted(those) if each.user == user]
    return some(words) if words else f"no {user}"


def quotas_differ(known: Known) -> Iterator[Suspicion]:
    """Quotas of users and clients that are others on the two sides; those of addresses are left out."""
    registered = known.security.current if known.link.state is LinkState.LINKED else None
    if registered is None or registered.quotas is None or known.quotas.current is None:
        return
    ours = {(each.entity, each.name): each.value for each in known.quotas.current if not each.entity.ip}
    theirs = {(each.entity, each.name): each.value for each in registered.quotas}
    for entity in sorted({key[0] for key in ours.keys() | theirs.keys() if ours.get(key) != theirs.get(key)}):
        yield Suspicion(
            Subject(f"quotas of {entity.text}", tab="quotas"),
            f"The quotas of {entity.text} are others in ZooKeeper.",
            (known.kafka_of(known.quotas, _quotas(entity, ours)), _znode(known, f"/config: {_quotas(entity, theirs)}")),
        )


def _quotas(entity: QuotaEntity, those: Mapping[tuple[QuotaEntity, str], float]) -> str:
    words = [f"{name}={value:g}" for (whom, name), value in sorted(those.items()) if whom == entity]
    return some(words) if words else "none"


def certificate_ends(known: Known) -> Iterator[Suspicion]:
    """A server's certificate that ends soon, has ended, or does not hold yet."""
    for each in known.certificates.current or ():
        begin, end = each.valid_from_seconds, each.valid_until_seconds
        if begin is None or end is None:
            continue
        left = end - known.now_seconds
        if left < min(SOON_SECONDS, SOON_SHARE * (end - begin)):
            title = f"ends in {span(left)}" if left > 0 else f"ended {span(-left)} ago"
        elif begin > known.now_seconds:
            title = f"holds only in {span(begin - known.now_seconds)}"
        else:
            continue
        kind = PlaceKind.BROKERS if each.side == "kafka" else PlaceKind.ZOOKEEPER
        words = f"{each.server}: from {_day(begin)} until {_day(end)}"
        yield Suspicion(
            Subject(f"certificate of {each.server}", kind, tab="" if each.side == "kafka" else "ensemble"),
            f"The certificate of {each.server} {title}.",
            (Evidence(each.side, words, known.certificates.as_of_seconds),),
            severity=Severity.BAD if left < VERY_SOON_SECONDS or begin > known.now_seconds else None,
        )


def _day(seconds: float) -> str:
    from datetime import UTC, datetime

    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M} UTC"


RULES = (
    Rule(
        "acl-differs",
        "security",
        "Two lists of ACLs",
        Severity.BAD,
        acls_differ,
        "Brokers allow and deny by what they have read: the next that starts reads something else.",
        "Decide which is right; then add or delete the entries again through Kafka.",
        hold_seconds=30.0,
        compares=True,
    ),
    Rule(
        "user-differs",
        "security",
        "Two sets of SCRAM users",
        Severity.WARNING,
        users_differ,
        "Brokers of a cluster that is moved to KRaft go by a copy: who can log in depends on whom it asks.",
        "Set the user's password again through Kafka.",
        hold_seconds=30.0,
        compares=True,
        action="user.set",
    ),
    Rule(
        "quota-differs",
        "security",
        "Two sets of quotas",
        Severity.WARNING,
        quotas_differ,
        "Brokers of a cluster that is moved to KRaft go by a copy: how much a client may depends on whom it asks.",
        "Set the quota again through Kafka.",
        hold_seconds=30.0,
        compares=True,
        action="quota.set",
    ),
    Rule(
        "certificate-ends",
        "security",
        "Certificate about to end",
        Severity.WARNING,
        certificate_ends,
        "From then on nobody connects to it any more, nor it to others.",
        "Renew it on that server; one in a keystore is taken up by setting the listener's keystore anew.",
    ),
)
"""The rules about who may do what."""
