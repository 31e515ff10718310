"""What a cluster is, as plain frozen values.

May import: nothing but the standard library.
"""
