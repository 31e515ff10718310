"""Add a digest login to kafkatui's session with ZooKeeper, for as long as that lives."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kafkatui.model.action import ActionSpec, Danger
from kafkatui.model.errors import FieldError
from kafkatui.model.field import Field, FieldKind, Values
from kafkatui.model.key import Key
from kafkatui.model.outcome import Outcome, done
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.feeds import ZnodeChildrenFeed, ZnodeFeed
from kafkatui.session.tasks import TaskControl
from kafkatui.session.zkcli_line import zkcli_line

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

COLUMNS = (PlanColumn("user", "User", "Who this session is, too, from then on."),)


@dataclass(frozen=True, slots=True)
class Login:
    """A user with its password, and the znode from which it was asked."""

    user: str
    password: str = field(repr=False)
    path: str = "/"


class AddAuth(Action[Login]):
    """ZooKeeper does not check it: what the user may do shows when something is read."""

    spec = ActionSpec(
        id="znode.auth",
        title="Log in to ZooKeeper",
        help="Add a digest user to this session with ZooKeeper; kept nowhere.",
        danger=Danger.NONE,
        acts_on=frozenset({PlaceKind.ZNODE}),
        fields=(
            Field("user", "User", "Its name.", is_required=True),
            Field("password", "Password", "Kept in this session alone.", FieldKind.SECRET, is_required=True),
        ),
        key=Key("znode.auth", "U", "log in", "Log in to ZooKeeper as a digest user.", "Do", on=frozenset({"znode"})),
    )  # fmt: skip

    def plan(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[Login]:
        user = str(values["user"])
        if ":" in user:
            raise FieldError("user", "A name has no colon.")
        return Plan(
            f"Adds digest:{user} to this session.",
            Login(user, str(values["password"]), targets[0].name),
            COLUMNS,
            (PlanLine(user, (user,)),),
            warnings=("ZooKeeper does not say whether the password is right: what may be read then tells.",),
            commands=(zkcli_line(context, "addauth", "digest", f"{user}:…"),),
            undo="It ends with the session.",
        )

    def run(self, context: ActionContext, plan: Plan[Login], control: TaskControl) -> Outcome:
        from kafkatui.zookeeper.authentication import add_digest

        login = plan.payload
        add_digest(context.readable_zookeeper(), login.user, login.password)
        context.refresh(ZnodeFeed(login.path))
        context.refresh(ZnodeChildrenFeed(login.path))
        return Outcome(done([login.user]))


ACTION = AddAuth()
