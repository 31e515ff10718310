"""What Kafka tells of itself, as model values: metadata, offsets, groups, configs, log dirs.

May import: kafka.connect and what it may import.
"""
