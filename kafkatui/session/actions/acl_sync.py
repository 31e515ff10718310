"""Make the cluster's ACLs those of a file."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kafkatui.codec.acl_file import read_acl_file
from kafkatui.model.acl import Acl
from kafkatui.model.action import ActionSpec, Danger
from kafkatui.model.errors import FieldError
from kafkatui.model.field import Field, FieldKind, Values
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan
from kafkatui.session.acl_changes import AclAction, AclChange, change_plan
from kafkatui.session.action_base import Targets
from kafkatui.session.feeds import AclsFeed
from kafkatui.session.tasks import TaskControl

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

STANDARD_INPUT = "-"


class SyncAcls(AclAction):
    """Adds what the file has and the cluster has not, and deletes the rest; the preview is the difference."""

    spec = ActionSpec(
        id="acl.sync",
        title="Sync ACLs with a file",
        help="Make the ACLs those of a file (JSON or CSV as `acl list` writes it): add what lacks, delete the rest.",
        danger=Danger.CHANGES,
        fields=(
            Field("file", "File", "Its path; - is standard input.", is_required=True, is_positional=True),
            Field("keep", "Keep others", "Delete nothing: only add what is missing.", FieldKind.FLAG),
        ),
        pages=frozenset({PlaceKind.CLUSTER}),
        verb="acl sync",
    )  # fmt: skip

    def plan(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[AclChange]:
        wanted = _read(str(values.get("file") or "").strip())
        there = context.read(AclsFeed())
        missing = tuple(acl for acl in wanted if acl not in set(there))
        if malformed := [acl for acl in missing if acl.is_malformed]:
            raise FieldError(
                "file", f"“{malformed[0].principal}” is no principal.", "A principal is TYPE:name, such as User:alice."
            )
        surplus = () if values.get("keep") else tuple(acl for acl in there if acl not in set(wanted))
        same = len(wanted) - len(missing)
        return change_plan(
            context,
            AclChange(missing, surplus),
            there,
            totals=(f"{same:,} of the file's {len(wanted):,} entries are there already.",),
            nothing_to_do=f"The {len(wanted):,} entries are there, and no others: nothing to do."
            if not values.get("keep")
            else f"The {len(wanted):,} entries are there: nothing to do.",
        )


def _read(typed: str) -> tuple[Acl, ...]:
    """The ACLs of the file.

    Raises:
        FieldError: it cannot be read, or holds something else.
    """
    if not typed or (typed == STANDARD_INPUT and sys.stdin.isatty()):
        raise FieldError("file", "Name a file.")
    try:
        data = sys.stdin.buffer.read() if typed == STANDARD_INPUT else Path(os.path.expanduser(typed)).read_bytes()
        wanted = read_acl_file(data)
    except OSError as error:
        raise FieldError("file", f"{typed} cannot be read: {error.strerror}.") from None
    except ValueError as error:
        raise FieldError("file", str(error)) from None
    return wanted


ACTION = SyncAcls()
