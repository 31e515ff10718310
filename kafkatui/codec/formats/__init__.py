"""The ways to read bytes, one file each, and the registry of them all.

May import: the rest of codec, model.
"""
