"""A znode's ACL: who may do what."""

from __future__ import annotations

from collections.abc import Sequence

from kafkatui.model.observed import Observed, ObservedState
from kafkatui.model.place import Place
from kafkatui.model.znode import ZnodeAcl
from kafkatui.session.cluster_view import ClusterView
from kafkatui.tui.pages.base.table_pane import TableContent, TablePane
from kafkatui.tui.pages.znode.page import ZnodePage
from kafkatui.tui.pages.znode.stat import missing_znode
from kafkatui.view.span import Span
from kafkatui.view.znode_acl_table import ZNODE_ACL_TABLE


class ZnodeAclPane(ZnodePage, TablePane[ZnodeAcl]):
    """Scheme, identity and permissions, in letters and in words; a digest's hash never leaves the adapter."""

    def __init__(self, session: ClusterView, place: Place) -> None:
        TablePane.__init__(self, session, place, ZNODE_ACL_TABLE)

    def show(self) -> None:
        self.learn()
        super().show()

    def content(self) -> TableContent[ZnodeAcl]:
        znode = self.znode
        if znode.value is None:
            return TableContent((), missing_znode(self))
        if znode.value.acl_error:
            return TableContent((), Observed(ObservedState.FAILED, None, znode.as_of_seconds, znode.value.acl_error))
        return TableContent(znode.value.acl, znode, "No entries: nobody may do anything with it.")

    def foot(self, rows: Sequence[ZnodeAcl]) -> Sequence[Span]:
        return self.foot_parts()
