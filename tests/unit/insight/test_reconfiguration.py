"""Who joins, changes and leaves an ensemble, and what is to be known first."""

from __future__ import annotations

from kafkatui.insight.reconfiguration import member_changes, reconfiguration_warnings, way_there
from kafkatui.model.membership_config import OBSERVER, PARTICIPANT, DynamicConfig, EnsembleMember


def member(number: int, role: str = PARTICIPANT) -> EnsembleMember:
    return EnsembleMember(number, f"h:{number}:{number}", role)


THREE = DynamicConfig((member(1), member(2), member(3)), 1)


def test_changes_name_every_member_and_lead_back() -> None:
    changes = member_changes(THREE, (member(3, OBSERVER), member(4)), (1,))
    assert [(each.id, each.words) for each in changes] == [(1, "leaves"), (2, "stays"), (3, "changes"), (4, "joins")]
    after = DynamicConfig(tuple(each.then for each in changes if each.then is not None))
    assert way_there(after, THREE.members) == ((member(1), member(3)), (4,))
    assert way_there(THREE, THREE.members) == ((), ())


def test_what_makes_an_ensemble_weaker_is_said() -> None:
    two = " ".join(reconfiguration_warnings(member_changes(THREE, (), (3,))))
    assert "even number" in two
    assert "neither may fail" in two
    assert "Who leaves goes on running" in two
    five = reconfiguration_warnings(member_changes(THREE, (member(4), member(5)), ()))
    assert len(five) == 1
    assert "Voting from now on: 4, 5." in five[0]
    assert reconfiguration_warnings(member_changes(THREE, (member(4, OBSERVER),), ())) == ()
