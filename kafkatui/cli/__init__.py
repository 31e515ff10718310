"""The verbs: what was typed, a session call, a view, standard output.

May import: every room but kafka and zookeeper.
"""
