"""Everything that can be done to a cluster, one file an action: description, plan, run and undo; its `ACTION`.

May import: what session may import; clients late, when they run.
"""
