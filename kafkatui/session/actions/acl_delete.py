"""Delete ACLs: those that are marked, or all that something is true of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kafkatui.insight.acl_filter import AclFilter, named_resources
from kafkatui.model.action import ActionSpec, Danger
from kafkatui.model.errors import FieldError, NotFound
from kafkatui.model.field import Choice, Field, FieldKind, Values
from kafkatui.model.key import Key
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan
from kafkatui.model.target import Target
from kafkatui.session.acl_changes import AclAction, AclChange, change_plan
from kafkatui.session.action_base import Targets
from kafkatui.session.feeds import AclsFeed
from kafkatui.session.tasks import TaskControl

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

PART = "ACL"

PATTERNS = (
    Choice("any", "any", "However the resource is named."),
    Choice("match", "match", "All that apply to a resource of that name: *, and prefixes of it, too."),
    Choice("literal", "literal", "Only those that name it."),
    Choice("prefixed", "prefixed", "Only those that name how it begins."),
)
PERMISSIONS = (Choice("allow", "allow", "What is allowed."), Choice("deny", "deny", "What is denied."))


class DeleteAcls(AclAction):
    """Names every entry that goes first."""

    spec = ActionSpec(
        id="acl.delete",
        title="Delete ACLs",
        help="Delete the ACLs that are marked, or all that an option names.",
        danger=Danger.CHANGES,
        acts_on=frozenset({PlaceKind.CLUSTER}),
        on_part=PART,
        takes_many=True,
        fields=(
            Field("principal", "Principal", "Those of this principal, exactly.", FieldKind.LIST, is_in_dialog=False),
            Field("topic", "Topics", "Those on this topic.", FieldKind.LIST, is_in_dialog=False, metavar="NAME"),
            Field("group", "Groups", "Those on this group.", FieldKind.LIST, is_in_dialog=False, metavar="NAME"),
            Field("transactional_id", "Transactional ids", "Those on this transactional id.", FieldKind.LIST,
                is_in_dialog=False, metavar="ID"),
            Field("cluster", "Cluster", "Those on the cluster.", FieldKind.FLAG, is_in_dialog=False),
            Field("resource_pattern_type", "Pattern", "any, match (all that apply to it), literal or prefixed.",
                FieldKind.CHOICE, default="any", choices=PATTERNS, is_in_dialog=False),
            Field("operation", "Operations", "Those for this operation.", FieldKind.LIST, is_in_dialog=False),
            Field("permission", "Permission", "Those that allow, or that deny.", FieldKind.CHOICE,
                choices=PERMISSIONS, is_in_dialog=False),
            Field("host", "Hosts", "Those from this address, exactly.", FieldKind.LIST, is_in_dialog=False),
        ),
        verb="acl delete",
        key=Key("acl.delete", "d,delete", "delete", "Delete ACLs.", "Do", 7, on=frozenset({PART})),
    )  # fmt: skip

    def targets_of(self, values: Values) -> Targets:
        return (Target(PlaceKind.CLUSTER, part=PART),)

    def plan(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[AclChange]:
        there = context.read(AclsFeed())
        names = {target.name for target in targets if target.name}
        if names:
            doomed = tuple(acl for acl in there if acl.text in names)
        else:
            wanted = filter_of(values)
            if not wanted.says_something:
                raise FieldError("principal", "Say which: by principal, resource, operation, permission or host.")
            doomed = tuple(acl for acl in there if wanted.means(acl))
        if not doomed:
            raise NotFound("There is no such ACL." if there else "There are no ACLs.")
        return change_plan(
            context,
            AclChange(delete=doomed),
            there,
            totals=(f"{len(there) - len(doomed):,} of {len(there):,} stay.",),
            undo="They are added again.",
        )


def filter_of(values: Values) -> AclFilter:
    """What was typed."""
    return AclFilter(
        principals=tuple(values.get("principal") or ()),
        hosts=tuple(values.get("host") or ()),
        operations=tuple(values.get("operation") or ()),
        permission=_word(values.get("permission")),
        resources=named_resources(
            values.get("topic") or (), values.get("group") or (), values.get("transactional_id") or (),
            is_cluster=bool(values.get("cluster")),
        ),
        pattern_type=_word(values.get("resource_pattern_type")),
    )  # fmt: skip


def _word(value: Any) -> str:
    return str(value or "")


ACTION = DeleteAcls()
