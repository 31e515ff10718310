"""What becomes of an ensemble when members join, change and leave."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from kafkatui.model.membership_config import PARTICIPANT, DynamicConfig, EnsembleMember


class MemberChange(Struct, frozen=True):
    """One member now and then; None: it is none."""

    id: int
    now: EnsembleMember | None
    then: EnsembleMember | None

    @property
    def words(self) -> str:
        """In a word what becomes of it."""
        if self.now is None:
            return "joins"
        if self.then is None:
            return "leaves"
        return "stays" if self.now == self.then else "changes"


def member_changes(
    config: DynamicConfig, joining: Sequence[EnsembleMember], leaving: Sequence[int]
) -> tuple[MemberChange, ...]:
    """Every member that is there now or will be, in the order of ids."""
    now = {each.id: each for each in config.members}
    then = {number: each for number, each in now.items() if number not in leaving}
    then |= {each.id: each for each in joining}
    return tuple(MemberChange(number, now.get(number), then.get(number)) for number in sorted(now.keys() | then.keys()))


def way_there(
    config: DynamicConfig, wanted: Sequence[EnsembleMember]
) -> tuple[tuple[EnsembleMember, ...], tuple[int, ...]]:
    """Who joins or changes, and who leaves, for the members to be those that are wanted."""
    now = {each.id: each for each in config.members}
    joining = tuple(each for each in wanted if now.get(each.id) != each)
    return joining, tuple(sorted(now.keys() - {each.id for each in wanted}))


def reconfiguration_warnings(changes: Sequence[MemberChange]) -> tuple[str, ...]:
    """What a careful person would want to know first."""
    said = []
    voters = [each.then for each in changes if each.then is not None and each.then.role == PARTICIPANT]
    fresh = [each.id for each in changes if each.then in voters and (each.now is None or each.now.role != PARTICIPANT)]
    if len(voters) % 2 == 0:
        said.append(f"{len(voters)} servers vote then: an even number stands no more failures than one less.")
    if len(voters) < 3:
        said.append(f"With {len(voters)} that vote, {'none' if len(voters) < 2 else 'neither'} may fail.")
    if fresh:
        ids = ", ".join(map(str, fresh))
        said.append(
            f"Voting from now on: {ids}. A majority of those that vote must be up and in step, or nothing is done."
        )
    if any(each.then is None for each in changes):
        said.append(
            "Who leaves goes on running outside of the ensemble; take it out of clients' connect strings, then stop it."
        )
    return tuple(said)
