"""Who may do what to a topic."""

from __future__ import annotations

from kafkatui.model.acl import Acl
from kafkatui.model.place import Place
from kafkatui.session.feeds import AclsFeed
from kafkatui.tui.pages.base.table_pane import TableContent
from kafkatui.tui.pages.overview.acls import AclsPane


class TopicAclsPane(AclsPane):
    """The entries that apply to it: by its name, by *, by how its name begins."""

    def content(self) -> TableContent[Acl]:
        topic = self.place.name
        observed = self.session.observed(AclsFeed())
        rows = [acl for acl in observed.value or () if acl.applies_to("TOPIC", topic)]
        empty = (
            f"No ACL applies to {topic}: allow.everyone.if.no.acl.found decides who may do what. :acls has the others."
        )
        return TableContent(rows, observed, empty)

    def place_of(self, row: Acl) -> Place | None:
        return None

    def command(self) -> str | None:
        servers = self.session.profile.bootstrap_servers
        return (
            f"kafka-acls.sh --bootstrap-server {servers} --list --topic {self.place.name} --resource-pattern-type match"
        )
