"""Records as they come: the consumer loop and its policies, the buffer, where to start.

May import: kafka.connect, kafka.read and what they may import.
"""
