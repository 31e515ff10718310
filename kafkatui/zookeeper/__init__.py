"""ZooKeeper to model: connection, tree, watches; readers and writers apart.

May import: codec, config, model.
"""
