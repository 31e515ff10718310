"""Very many nodes are names behind one prefix, and only those looked at are made."""

from __future__ import annotations

import re

import pytest

from kafkatui.tui.widgets.tree_model import ROOT, SEARCHED_KEYS, LazyNodes, PrefixedKeys, TreeModel, TreeNode
from kafkatui.view.cell import cell


def many(names: list[str], made: list[str]) -> LazyNodes:
    """Nodes of names; what is made is noted in `made`."""

    def make(key: str) -> TreeNode:
        made.append(key)
        return TreeNode(key, cell(key), is_expandable=True)

    return LazyNodes(PrefixedKeys("znode:/many/", names), make)


def test_keys_are_put_together_and_found() -> None:
    keys = PrefixedKeys("znode:/a/", ["1", "2", "10"])
    assert (len(keys), keys[2], keys[:2]) == (3, "znode:/a/10", ["znode:/a/1", "znode:/a/2"])
    assert keys.index("znode:/a/10") == 2
    for absent in ("znode:/a/3", "znode:/b/1", "1"):
        with pytest.raises(ValueError, match=re.escape(absent.rpartition("/")[2])):
            keys.index(absent)


def test_a_node_is_found_among_many_without_making_the_others() -> None:
    made: list[str] = []
    model = TreeModel()
    model.set_children(model.root, many([f"{number:06}" for number in range(100_000)], made))
    model.recount()
    assert model.locate("znode:/many/099999") == (model.root, 99_999)
    assert model.line(50_000).node == TreeNode("znode:/many/050000", cell("znode:/many/050000"), is_expandable=True)
    assert len(made) == 1


@pytest.mark.parametrize("unfolded", [1, SEARCHED_KEYS + 1])
def test_what_is_unfolded_keeps_its_place_after_a_refresh(unfolded: int) -> None:
    model = TreeModel()
    names = [f"{number:03}" for number in range(100)]
    model.set_children(model.root, many(names, []))
    for index in range(10, 10 + unfolded):
        model.branch_for(f"znode:/many/{index:03}", model.root, index)
    model.set_children(model.root, many(names[5:], []))
    kept = {branch.key: branch.index for branch in model.root.child_branches.values()}
    assert kept == {f"znode:/many/{index:03}": index - 5 for index in range(10, 10 + unfolded)}
    model.set_children(model.root, many(names[:5], []))
    assert list(model.branches) == [ROOT]
