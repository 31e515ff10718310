"""Every key there is, once: the footer, `?`, the command palette and the config's keymap all read this."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from textual.binding import Binding, BindingType


@dataclass(frozen=True, slots=True)
class Key:
    """One thing a key does.

    Attributes:
        id: name in the config's `[keymap]`.
        keys: Textual key names, comma separated; the first is shown.
        action: the action of whoever binds it.
        label: one or two words for the footer.
        help: a sentence for `?` and the palette.
        group: heading under which `?` lists it.
        footer: 0 when the footer never shows it, else how soon it gives way where the line is short: 9 first, 1 last.
    """

    id: str
    keys: str
    action: str
    label: str
    help: str
    group: str
    footer: int = 0


GROUPS = ("Messages", "Produce", "Rows", "Tree", "Find", "Do", "Move", "Pages", "kafkatui", "Dialogs")
"""The headings of `?`, in its order."""

_MAIN = (
    Key("open", "enter", "open", "open", "Open what the cursor is on.", "Move", 3),
    Key("pause", "space", "pause", "pause", "Pause or resume the tail.", "Messages", 3),
    Key("filter", "slash", "filter", "filter", "Filter the list in focus as you type.", "Find", 2),
    Key("goto", "colon", "goto", "go to", "Go to anything by name, with completion.", "Find", 2),
    Key("start_from", "f", "start_from", "from", "Where to start: end, beginning, last N, a time.", "Messages", 5),
    Key("decode", "t", "decode", "decode", "How to decode: auto, text, JSON, hex, integers.", "Messages", 6),
    Key("isolation", "i", "isolation", "isolation", "Read committed or uncommitted records.", "Messages"),
    Key("send", "ctrl+s,ctrl+j,ctrl+enter", "send", "send", "Send the record.", "Produce", 1),
    Key("produce.encoding", "ctrl+t", "encoding", "value as", "The next way to read the value.", "Produce", 5),
    Key("produce.null", "ctrl+n", "tombstone", "null value", "Send null as value: a tombstone.", "Produce", 6),
    Key("produce.clear", "ctrl+u", "clear", "clear", "Empty every field.", "Produce"),
    Key("messages", "m", "messages", "messages", "Follow the topic's records live.", "Do", 4),
    Key("produce", "p", "produce", "produce", "Produce a record to the topic.", "Do", 5),
    Key("counterpart", "x", "counterpart", "ZooKeeper ⇄ Kafka", "The same thing on the other side.", "Do", 6),
    Key("table.mark", "space,v", "toggle_mark", "mark", "Mark the row, or take its mark away.", "Rows", 8),
    Key("table.sort", "s", "sort_next", "sort", "Sort by the next column; after the last, unsorted.", "Rows", 7),
    Key("table.reverse", "S", "sort_reverse", "reverse", "Reverse the sort order.", "Rows"),
    Key(
        "mark_matching", "asterisk", "mark_matching", "mark matching",
        "Mark the rows whose name, or records whose key or value, an expression matches in full.", "Rows",
    ),
    Key("table.left", "left", "scroll_columns(-1)", "columns left", "Show columns on the left.", "Rows"),
    Key("table.right", "right", "scroll_columns(1)", "columns right", "Show columns further right.", "Rows"),
    Key("tree.unfold", "right", "unfold", "unfold", "Unfold the node, or go to its first child.", "Tree"),
    Key("tree.fold", "left", "fold", "fold", "Fold the node, or go to its parent.", "Tree"),
    Key("narrower", "less_than_sign", "narrower", "narrower", "Make the Explorer narrower.", "Tree"),
    Key("wider", "greater_than_sign", "wider", "wider", "Make the Explorer wider.", "Tree"),
    Key("wrong", "exclamation_mark", "wrong", "only wrong", "Show only what needs a person; again: all.", "Find"),
    Key("internal", "I", "internal", "internal", "Show or hide internal topics.", "Find"),
    Key("refresh", "r", "refresh", "refresh", "Read what is shown again, now.", "Do"),
    Key("copy", "y", "copy", "copy", "Copy a cell, the row, the record or the path; what is marked.", "Do"),
    Key("copy_command", "Y", "copy_command", "copy command", "Copy the command line that shows the same.", "Do"),
    Key("write", "w", "write", "write", "Write the rows shown, or those marked, to a file.", "Do"),
)  # fmt: skip

_MOVES = (
    Key("lines.up", "up,k", "cursor_up", "up", "One line up.", "Move"),
    Key("lines.down", "down,j", "cursor_down", "down", "One line down.", "Move"),
    Key("lines.page_up", "pageup", "page_up", "page up", "Up by what is in view.", "Move"),
    Key("lines.page_down", "pagedown", "page_down", "page down", "Down by what is in view.", "Move"),
    Key("lines.first", "home,g", "first", "first", "To the first line.", "Move"),
    Key("lines.last", "end,G", "last", "last", "To the last line; a tail is followed again.", "Move"),
    Key("value.left", "left", "side(-1)", "left", "Scroll the value left.", "Move"),
    Key("value.right", "right", "side(1)", "right", "Scroll the value right.", "Move"),
    Key("leave", "escape", "leave", "leave", "Leave the input, else clear filter or marks, else go back.", "Move"),
    Key("back", "minus,backspace", "back", "back", "Back to the place before.", "Move"),
    Key("forward", "plus", "forward", "forward", "Forward again, after back.", "Move"),
    Key("next_pane", "tab", "next_pane", "next pane", "Focus the next pane.", "Move"),
    Key("previous_pane", "shift+tab", "previous_pane", "previous pane", "Focus the previous pane.", "Move"),
    Key("previous_tab", "left_square_bracket", "previous_tab", "previous tab", "The page's previous tab.", "Move"),
    Key("next_tab", "right_square_bracket", "next_tab", "next tab", "The page's next tab.", "Move"),
    Key("explorer", "0,ctrl+b", "explorer", "Explorer", "Focus the Explorer, or fold it away.", "Pages"),
    Key("overview", "1", "page('cluster')", "Overview", "The cluster at a glance.", "Pages"),
    Key("brokers", "2", "page('brokers')", "Brokers", "The list of brokers.", "Pages"),
    Key("topics", "3", "page('topics')", "Topics", "The list of topics.", "Pages"),
    Key("groups", "4", "page('groups')", "Groups", "The list of consumer groups.", "Pages"),
    Key("zookeeper", "5", "page('zookeeper')", "ZooKeeper", "ZooKeeper's znodes.", "Pages"),
    Key("events", "6", "page('events')", "Events", "What changed since kafkatui looks.", "Pages"),
    Key("help", "question_mark", "help", "keys", "This pane's keys, columns and terms.", "kafkatui", 1),
    Key("palette", "semicolon,ctrl+p", "command_palette", "commands", "Every command, by name.", "kafkatui"),
    Key("interrupt", "ctrl+c", "interrupt", "copy selection", "Copy what is selected; it never quits.", "kafkatui"),
    Key("quit", "q,ctrl+q", "quit", "quit", "Leave; asks if something unsent would be lost.", "kafkatui", 1),
)

_DIALOGS = (
    Key("dialog.cancel", "escape", "cancel", "cancel", "Close this without doing anything.", "Dialogs", 1),
    Key("dialog.yes", "y", "answer(True)", "yes", "Do it.", "Dialogs", 1),
    Key("dialog.no", "n,escape", "answer(False)", "no", "Do not.", "Dialogs", 1),
    Key("dialog.next", "down", "down", "next", "The next line of the list.", "Dialogs"),
    Key("dialog.previous", "up", "up", "previous", "The line before.", "Dialogs"),
    Key("dialog.complete", "tab", "take", "complete", "Take over the line under the cursor.", "Dialogs", 2),
    Key("copy.first", "y", "first", "copy the first", "Copy the first of the list.", "Dialogs"),
    Key("help.close", "escape,question_mark,q", "close", "close", "Clear the filter, else close.", "Dialogs", 1),
    Key("help.filter", "slash", "find", "filter", "Look for a key, a column or a term.", "Dialogs", 2),
)

KEYS: Mapping[str, Key] = {key.id: key for key in (*_MAIN, *_MOVES, *_DIALOGS)}
"""Every key by its id, in the footer's order."""


def bindings(*ids: str, actions: Mapping[str, str] | None = None) -> list[BindingType]:
    """Textual bindings of those keys, for a widget's `BINDINGS`.

    Args:
        actions: by id, what the key does in this widget when its action has another name there.
    """
    return [
        Binding(
            key.keys,
            (actions or {}).get(key.id, key.action),
            key.label,
            show=key.footer > 0,
            id=key.id,
            tooltip=key.help,
        )
        for key in (KEYS[key_id] for key_id in ids)
    ]
