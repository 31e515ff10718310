"""The verbs of `kafkatui zk` that look at whole subtrees and at the ensemble."""

from __future__ import annotations

import click

from kafkatui.cli.zk_diff import diff
from kafkatui.cli.zk_du import du
from kafkatui.cli.zk_ensemble import config, four_letter_word, servers, sessions
from kafkatui.cli.zk_find import find
from kafkatui.cli.zk_tree import tree
from kafkatui.cli.zk_watch import watch

READING_VERBS: tuple[click.Command, ...] = (du, find, tree, diff, watch, servers, sessions, config, four_letter_word)
