"""The language in which records are searched for: what is typed becomes a condition on a record.

May import what insight may: codec, config, model.
"""
