"""What changes ZooKeeper: data set, znodes made and deleted. Called only where writing is allowed.

May import: zookeeper's readers and what they may import.
"""
