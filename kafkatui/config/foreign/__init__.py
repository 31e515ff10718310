"""What others wrote: profiles of Kafka's Java clients, kcat, kaf and Kafkalytic, read as ours.

May import config and model.
"""
