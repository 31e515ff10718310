"""Logs of servers: files that are followed, and what a Docker engine keeps of its containers.

May import: codec, config, model.
"""
