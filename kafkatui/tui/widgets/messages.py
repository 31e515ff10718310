"""What the line widgets tell the page that holds them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.message import Message

if TYPE_CHECKING:
    from kafkatui.tui.widgets.table_view import TableView
    from kafkatui.tui.widgets.tree_model import TreeNode
    from kafkatui.tui.widgets.virtual_tree import VirtualTree


class _TableMessage(Message):
    """A message of a table; `@on(..., "#id")` selects by the table."""

    def __init__(self, table: TableView[Any]) -> None:
        super().__init__()
        self.table = table

    @property
    def control(self) -> TableView[Any]:
        return self.table


class RowOpened(_TableMessage):
    """Enter or a double click on a row.

    Attributes:
        key, row: the row as it was when opened.
    """

    def __init__(self, table: TableView[Any], key: str, row: Any) -> None:
        super().__init__(table)
        self.key = key
        self.row = row


class RowHighlighted(_TableMessage):
    """The cursor is on another row; only the latest of a burst is delivered.

    Attributes:
        key, row: None when there is no row any more.
    """

    def __init__(self, table: TableView[Any], key: str | None, row: Any) -> None:
        super().__init__(table)
        self.key = key
        self.row = row

    def can_replace(self, message: Message) -> bool:
        return isinstance(message, RowHighlighted) and message.table is self.table


class RowsShown(_TableMessage):
    """Another set of rows is in view; sent only by tables with lazy columns, at most ten times a second.

    Attributes:
        keys: of the rows in view, from top to bottom.
    """

    def __init__(self, table: TableView[Any], keys: tuple[str, ...]) -> None:
        super().__init__(table)
        self.keys = keys

    def can_replace(self, message: Message) -> bool:
        return isinstance(message, RowsShown) and message.table is self.table


class LazySortRequested(_TableMessage):
    """The table was sorted by a column whose values are loaded only for visible rows: load them all."""

    def __init__(self, table: TableView[Any], column_id: str) -> None:
        super().__init__(table)
        self.column_id = column_id


class MarksChanged(_TableMessage):
    """Rows were marked or unmarked."""

    def __init__(self, table: TableView[Any], count: int) -> None:
        super().__init__(table)
        self.count = count

    def can_replace(self, message: Message) -> bool:
        return isinstance(message, MarksChanged) and message.table is self.table


class OrderChanged(_TableMessage):
    """New rows, a new sort or a new filter is on screen."""

    def can_replace(self, message: Message) -> bool:
        return isinstance(message, OrderChanged) and message.table is self.table


class FollowChanged(_TableMessage):
    """A ring table began or stopped to follow its end."""

    def __init__(self, table: TableView[Any], is_following: bool) -> None:
        super().__init__(table)
        self.is_following = is_following


class _NodeMessage(Message):
    """A message about one node of a tree."""

    def __init__(self, tree: VirtualTree, key: str, node: TreeNode) -> None:
        super().__init__()
        self.tree = tree
        self.key = key
        self.node = node

    @property
    def control(self) -> VirtualTree:
        return self.tree


class NodeExpanded(_NodeMessage):
    """A node was unfolded.

    Attributes:
        needs_children: its children were never set (or were forgotten): call `set_children`.
    """

    def __init__(self, tree: VirtualTree, key: str, node: TreeNode, needs_children: bool) -> None:
        super().__init__(tree, key, node)
        self.needs_children = needs_children


class NodeCollapsed(_NodeMessage):
    """A node was folded; its children may change unseen until it is unfolded again."""


class NodeHighlighted(_NodeMessage):
    """The cursor is on another node; only the latest of a burst is delivered."""

    def can_replace(self, message: Message) -> bool:
        return isinstance(message, NodeHighlighted) and message.tree is self.tree


class NodeOpened(_NodeMessage):
    """Enter or a double click on a node."""


class NodesMarked(Message):
    """Nodes were marked or unmarked."""

    def __init__(self, tree: VirtualTree, count: int) -> None:
        super().__init__()
        self.tree = tree
        self.count = count

    @property
    def control(self) -> VirtualTree:
        return self.tree
