"""The keys that go somewhere, look for something or change what is shown; those of actions come from their files."""

from __future__ import annotations

from kafkatui.model.key import Key, Part
from kafkatui.model.key_registry import KeyRegistry

GROUPS = ("Messages", "Value", "Tasks", "Produce", "Rows", "Tree", "Find", "Do", "Move", "Pages", "kafkatui", "Dialogs")
"""The headings of `?`, in its order."""

_FIRST = (
    Key("open", "enter", "open", "Open what the cursor is on.", "Move", 3, Part.LIST, "open"),
    Key(
        "pause",
        "space",
        "pause",
        "Pause or resume the tail.",
        "Messages",
        3,
        over=frozenset({"table.mark", "tree.mark"}),
    ),
    Key("filter", "slash", "filter", "Filter the list in focus as you type.", "Find", 2),
    Key("goto", "colon", "go to", "Go to anything by name, with completion.", "Find", 2),
    Key("start_from", "f", "from", "What to read: from where, until where, which partitions.", "Messages", 5),
    Key("older", "o", "older", "Read older records, too; the cursor stays where it is.", "Messages"),
    Key("record.next", "J", "next record", "Show the next record.", "Messages", 5),
    Key("record.previous", "K", "previous record", "Show the record before.", "Messages", 5),
    Key("record.diff", "D", "compare", "Compare the two records that are marked.", "Messages", 6),
    Key("editor", "E", "$EDITOR", "The record as JSON, or the value that has the keys, in $EDITOR; nothing is changed.",
        "Messages", 7),
    Key("record.schema", "M", "schema",
        "The registered schema that the value was read by; a topic's subjects, a subject's topic.", "Messages", 6),
    Key("schema.context", "o", "context", "Only the subjects of the registry's next context; after the last, all.",
        "Find", 6, on=frozenset({"subject"}), over=frozenset({"older"})),
    Key("decode", "t", "decode", "How to read values: text, JSON, numbers, MessagePack, packed.", "Messages", 6),
    Key("decode_key", "T", "decode keys", "The same for keys.", "Messages"),
    Key("task.cancel", "d,delete", "cancel", "Ask the task to stop.", "Tasks", 3, on=frozenset({"task"})),
    Key("task.pause", "P", "pause", "Hold the task where it is, or let it go on.", "Tasks", 4, on=frozenset({"task"})),
    Key("task.forget", "X", "forget", "Take an ended task off the list.", "Tasks", 0, on=frozenset({"task"})),
    Key("columns", "vertical_line", "columns", "Which columns records have, in which order, and how times are told.",
        "Messages", 7),
    Key("resend", "R", "edit and resend", "Put the record under the cursor where records are typed.", "Messages", 0),
    Key("log.level", "l", "level", "Only lines of a log that matter so much: all, INFO, WARN, ERROR.", "Messages", 5),
    Key("isolation", "i", "isolation", "Read committed or uncommitted records.", "Messages"),
    Key("search.order", "b", "newest first", "Search backwards from the newest records, or from the oldest on.",
        "Messages", 5),
    Key("search.latest", "L", "newest per key", "Only the newest record of each key, as compaction leaves it; or all.",
        "Messages", 6),
    Key("history", "H", "key's history", "All records with the very key of this one, the oldest first.", "Messages"),
)  # fmt: skip

_PRODUCE = (
    Key("send", "ctrl+s,ctrl+j,ctrl+enter", "send", "Send the record.", "Produce", 1, Part.PRODUCE, "send"),
    Key(
        "produce.encoding", "ctrl+t", "value as",
        "The next way to read what is typed as value (text, JSON, bytes, a number, a file); in the key field: as key.",
        "Produce", 5, Part.PRODUCE,
        "encoding",
    ),
    Key(
        "produce.null", "ctrl+n", "null value", "Send null as value: a tombstone.", "Produce", 6, Part.PRODUCE,
        "tombstone",
    ),
    Key(
        "produce.more", "ctrl+l", "more", "Time, compression, acks, idempotence; again: fold them away.", "Produce", 7,
        Part.PRODUCE, "more",
    ),
    Key(
        "produce.send_clear", "ctrl+g", "send and clear", "Send the record and empty the fields.", "Produce", 0,
        Part.PRODUCE, "send_clear",
    ),
    Key(
        "produce.retry", "ctrl+r", "send failed again", "Send again what was not delivered.", "Produce", 0,
        Part.PRODUCE, "retry",
    ),
    Key(
        "produce.earlier", "up,alt+up", "earlier", "The record sent before, from the first line of the value.",
        "Produce", 0, Part.PRODUCE, "earlier",
    ),
    Key(
        "produce.later", "down,alt+down", "later", "The record sent after that; after the newest what was typed.",
        "Produce", 0, Part.PRODUCE, "later",
    ),
    Key(
        "produce.transaction", "ctrl+f", "transaction", "Begin a transaction; of one that is open: commit or abort it.",
        "Produce", 0, Part.PRODUCE, "transaction",
    ),
    Key(
        "produce.editor", "ctrl+o", "$EDITOR", "Edit the value in $EDITOR.", "Produce", 0, Part.PRODUCE, "editor",
    ),
    Key("produce.clear", "ctrl+u", "clear", "Empty every field.", "Produce", 0, Part.PRODUCE, "clear"),
)  # fmt: skip

_MAIN = (
    Key("messages", "m", "messages", "Follow the records of the topic, or of all that are marked, live.", "Do", 4),
    Key("search", "F", "search", "Search all records of the topic, or of all topics that are marked.", "Do", 7),
    Key("relations", "ampersand", "relations",
        "What the thing in focus is tied to: who reads it, who keeps it, where it is in ZooKeeper.", "Do"),
    Key("counterpart", "x", "ZooKeeper ⇄ Kafka", "The same thing on the other side.", "Do", 6),
    Key(
        "table.mark", "space,v", "mark", "Mark the row, or take its mark away.", "Rows", 8, Part.TABLE, "toggle_mark",
    ),
    Key(
        "table.sort", "s", "sort", "Sort by the next column, figures from the largest on; after the last, unsorted.",
        "Rows", 7, Part.TABLE, "sort_next",
    ),
    Key("table.reverse", "S", "reverse", "Reverse the sort order.", "Rows", 0, Part.TABLE, "sort_reverse"),
    Key(
        "mark_matching", "asterisk", "mark matching",
        "Mark the rows whose name, or records whose key or value, an expression matches in full.", "Rows",
    ),
    Key("table.left", "left", "columns left", "Show columns on the left.", "Rows", 0, Part.TABLE, "scroll_columns(-1)"),
    Key(
        "table.right", "right", "columns right", "Show columns further right, then the rest of a text that is cut.",
        "Rows", 0, Part.TABLE, "scroll_columns(1)",
    ),
    Key("tree.unfold", "right", "unfold", "Unfold the node, or go to its first child.", "Tree", 0, Part.TREE, "unfold"),
    Key("tree.fold", "left", "fold", "Fold the node, or go to its parent.", "Tree", 0, Part.TREE, "fold"),
    Key("tree.mark", "space,v", "mark", "Mark the node, or take its mark away.", "Tree", 8, Part.TREE, "toggle_mark"),
    Key("narrower", "less_than_sign", "narrower", "Make the Explorer narrower.", "Tree"),
    Key("wider", "greater_than_sign", "wider", "Make the Explorer wider.", "Tree"),
    Key("wrong", "exclamation_mark", "only wrong", "Show only what needs a person; again: all.", "Find"),
    Key("details", "z", "details", "Fold the details of what the cursor is on, or show them again; it is remembered.",
        "Rows", 3),
    Key("matrix", "O", "all groups", "A topic's groups beside each other, partition by partition.", "Find"),
    Key("internal", "I", "internal", "Show or hide internal topics.", "Find"),
    Key("refresh", "r", "refresh", "Read what is shown again, now.", "Do"),
    Key("actions", "a", "actions", "Everything that can be done to what is marked or under the cursor.", "Do", 4),
    Key("undo", "u", "undo", "What was changed here, newest first; Enter shows what undoing it would do.", "Do"),
    Key("finding.step", "A", "next step", "Open the dialog of the action that the finding names; it is asked first.",
        "Do", 3, on=frozenset({"finding"})),
    Key("profile.edit", "e", "edit profile", "Edit the profile in the settings file, then connect anew.", "Do", 4,
        on=frozenset({"cluster"})),
    Key("copy", "y", "copy", "Copy a cell, the row, the record or the path; what is marked.", "Do"),
    Key("copy_command", "Y", "copy command", "Copy the command line that shows the same.", "Do"),
    Key("write", "w", "write", "Write the rows shown, or those marked, to a file.", "Do"),
    Key("write_screen", "W", "write screen", "Write the screen as it is to a file: SVG, HTML or text.", "Do"),
)  # fmt: skip

_MOVES = (
    Key("lines.up", "up,k", "up", "One line up.", "Move", 0, Part.LIST, "cursor_up"),
    Key("lines.down", "down,j", "down", "One line down.", "Move", 0, Part.LIST, "cursor_down"),
    Key("lines.page_up", "pageup", "page up", "Up by what is in view.", "Move", 0, Part.LIST, "page_up"),
    Key("lines.page_down", "pagedown", "page down", "Down by what is in view.", "Move", 0, Part.LIST, "page_down"),
    Key("lines.first", "home,g", "first", "To the first line.", "Move", 0, Part.LIST, "first"),
    Key("lines.last", "end,G", "last", "To the last line; a tail is followed again.", "Move", 0, Part.LIST, "last"),
    Key("value.left", "left", "left", "Scroll the value left.", "Move", 0, Part.VALUE, "side(-1)"),
    Key("value.right", "right", "right", "Scroll the value right.", "Move", 0, Part.VALUE, "side(1)"),
    Key("leave", "escape", "leave", "Leave the input, else clear filter or marks, else go back.", "Move"),
    Key("back", "minus,backspace", "back", "Back to the place before.", "Move"),
    Key("forward", "plus", "forward", "Forward again, after back.", "Move"),
    Key("next_pane", "tab", "next pane", "Focus the next pane.", "Move"),
    Key("previous_pane", "shift+tab", "previous pane", "Focus the previous pane.", "Move"),
    Key("previous_tab", "left_square_bracket", "previous tab", "The page's previous tab.", "Move"),
    Key("next_tab", "right_square_bracket", "next tab", "The page's next tab.", "Move"),
    Key("explorer", "0,ctrl+b", "Explorer", "Focus the Explorer, or fold it away.", "Pages"),
    Key("overview", "1", "Overview", "The cluster at a glance.", "Pages"),
    Key("brokers", "2", "Brokers", "The list of brokers.", "Pages"),
    Key("topics", "3", "Topics", "The list of topics.", "Pages"),
    Key("groups", "4", "Groups", "The list of consumer groups.", "Pages"),
    Key("zookeeper", "5", "ZooKeeper", "ZooKeeper's znodes.", "Pages"),
    Key("tasks", "7", "Tasks", "Long work: running and ended, with progress, cancel and result.", "Pages"),
    Key("recent", "8", "Recent", "Where you were last, in this run and in those before.", "Pages"),
    Key("events", "6", "Events", "What changed since kafkatui looks.", "Pages"),
    Key(
        "clusters",
        "C",
        "clusters",
        "Every cluster of the settings file: open, switch, close, add, edit, test.",
        "Pages",
    ),
    Key(
        "help",
        "question_mark",
        "keys",
        "This page's terms, columns and keys; Tab there: Kafka in one screen.",
        "kafkatui",
        1,
    ),
    Key("palette", "semicolon,ctrl+p", "commands", "Every command, by name.", "kafkatui"),
    Key("interrupt", "ctrl+c", "copy selection", "Copy what is selected; it never quits.", "kafkatui"),
    Key("suspend", "ctrl+z", "suspend", "Back to the shell; fg comes back.", "kafkatui"),
    Key("quit", "q,ctrl+q", "quit", "Leave; asks if something unsent would be lost.", "kafkatui", 1),
)

_VALUE = (
    Key("value.view", "v", "tree/text", "The value as a tree, or as text.", "Value", 4, Part.VALUE, "view"),
    Key(
        "value.toggle", "enter", "fold/unfold", "Fold or unfold the field under the cursor.", "Value", 3, Part.VALUE,
        "fold_or_unfold",
    ),
    Key("value.fold_all", "z", "fold all", "Fold everything in the value.", "Value", 7, Part.VALUE, "fold_all",
        over=frozenset({"details"})),
    Key("value.unfold_all", "Z", "unfold all", "Unfold everything in it.", "Value", 7, Part.VALUE, "unfold_all"),
    Key(
        "value.find", "slash", "find", "Find a text in the value.", "Value", 2, Part.VALUE, "find",
        over=frozenset({"filter"}),
    ),
    Key("value.find_next", "n", "next match", "To the next place where it stands.", "Value", 3, Part.VALUE,
        "find_next(1)"),
    Key("value.find_previous", "N", "previous match", "To the place before.", "Value", 3, Part.VALUE, "find_next(-1)"),
    Key(
        "value.filter", "equals_sign", "filter by it", "Filter the records by the field under the cursor.", "Value", 6,
        Part.VALUE, "filter_by",
    ),
)  # fmt: skip

_DIALOGS = (
    Key(
        "dialog.cancel", "escape", "cancel", "Close this without doing anything.", "Dialogs", 1, Part.DIALOG, "cancel",
    ),
    Key("dialog.yes", "y", "yes", "Do it.", "Dialogs", 1, Part.CONFIRM, "answer(True)"),
    Key("dialog.no", "n,escape", "no", "Do not.", "Dialogs", 1, Part.CONFIRM, "answer(False)"),
    Key("dialog.next", "down", "next", "The next line of the list.", "Dialogs", 0, Part.DIALOG, "down"),
    Key("dialog.previous", "up", "previous", "The line before.", "Dialogs", 0, Part.DIALOG, "up"),
    Key("dialog.complete", "tab", "complete", "Take over what is under the cursor.", "Dialogs", 2, Part.DIALOG, "take"),
    Key("dialog.do", "ctrl+s,ctrl+j", "do it", "Do what the preview shows.", "Dialogs", 1, Part.FORM, "do"),
    Key("dialog.try", "ctrl+t", "test", "Try what is typed, changing nothing.", "Dialogs", 2, Part.FORM, "try_out"),
    Key("dialog.leave", "escape", "leave", "Leave; what runs goes on.", "Dialogs", 1, Part.FORM, "leave"),
    Key("dialog.stop", "ctrl+x", "stop it", "Cancel what runs.", "Dialogs", 2, Part.FORM, "stop"),
    Key("dialog.command", "ctrl+y", "copy command", "Copy the equivalent command.", "Dialogs", 3, Part.FORM, "command"),
    Key(
        "clusters.close", "ctrl+x", "close", "Close the cluster under the cursor.", "Dialogs", 3, Part.DIALOG,
        "close_cluster",
    ),
    Key("clusters.add", "ctrl+n", "add", "Add a cluster to the settings file.", "Dialogs", 3, Part.DIALOG, "add"),
    Key("clusters.edit", "ctrl+e", "edit", "Edit the cluster under the cursor.", "Dialogs", 3, Part.DIALOG, "edit"),
    Key("clusters.test", "ctrl+t", "test", "Connect to every part of the cluster under the cursor, to say what works.",
        "Dialogs", 3, Part.DIALOG, "test"),
    Key("clusters.reconnect", "ctrl+r", "reconnect", "Connect to the cluster under the cursor anew.", "Dialogs", 2,
        Part.DIALOG, "reconnect"),
    Key("clusters.menu", "ctrl+o", "more", "Clone, remove, import, export and undo, too.", "Dialogs", 3, Part.DIALOG,
        "menu"),
    Key("columns.up", "shift+up,K", "move up", "Move the column to the left.", "Dialogs", 0, Part.DIALOG, "move(-1)"),
    Key("columns.down", "shift+down,J", "move down", "Move the column to the right.", "Dialogs", 0, Part.DIALOG,
        "move(1)"),
    Key("columns.forget", "delete", "take off", "Take a field's column off the list.", "Dialogs", 0, Part.DIALOG,
        "forget"),
    Key("columns.take", "enter", "take", "Show the columns as chosen.", "Dialogs", 1, Part.DIALOG, "take"),
    Key("choice.previous", "left", "previous", "The choice before.", "Dialogs", 0, Part.CHOICE, "previous"),
    Key("choice.next", "right,space", "next", "The next choice.", "Dialogs", 0, Part.CHOICE, "next"),
    Key("diff.next", "n", "next difference", "To the next difference.", "Dialogs", 2, Part.DIALOG, "next"),
    Key("diff.previous", "N", "previous difference", "To the one before.", "Dialogs", 2, Part.DIALOG, "previous"),
    Key("connector.copy", "ctrl+y", "copy", "Copy the traces of what failed, or all of it.", "Dialogs", 2, Part.DIALOG,
        "copy"),
    Key("subject.older", "left_square_bracket", "older", "The version before.", "Dialogs", 2, Part.DIALOG, "older"),
    Key("subject.newer", "right_square_bracket", "newer", "The version after.", "Dialogs", 2, Part.DIALOG, "newer"),
    Key("subject.diff", "D", "what changed", "Compare the version with the one before.", "Dialogs", 2, Part.DIALOG,
        "diff"),
    Key("document.editor", "ctrl+o", "$EDITOR", "Edit it in $EDITOR.", "Dialogs", 3, Part.DOCUMENT, "editor"),
    Key("copy.first", "y", "copy the first", "Copy the first of the list.", "Dialogs", 0, Part.COPY, "first"),
    Key(
        "help.close", "escape,question_mark,q", "close", "Clear the filter, else close.", "Dialogs", 1, Part.HELP,
        "close",
    ),
    Key(
        "searches", "ctrl+r", "searches", "In the line of a search or of a filter of records: saved and earlier ones.",
        "Find", 0, Part.SEARCH, "searches",
    ),
    Key("searches.save", "ctrl+s", "save", "Save the search, or no longer.", "Dialogs", 2, Part.DIALOG, "save"),
    Key("help.turn", "tab", "the basics", "What Kafka is made of, with what of this cluster to look at; back.",
        "Dialogs", 2, Part.HELP, "turn"),
    Key("help.ids", "i", "keymap ids", "What the keys are called in the settings file's keymap.", "Dialogs", 3,
        Part.HELP, "ids"),
    Key("help.filter", "slash", "filter", "Look for a key, a column or a term.", "Dialogs", 2, Part.HELP, "find"),
)  # fmt: skip

KEYS = KeyRegistry(_FIRST, _VALUE, _PRODUCE, _MAIN, _MOVES, _DIALOGS)
"""Every key that is no action's; the footer shows them in this order."""
