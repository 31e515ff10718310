"""Brokers and one broker."""
