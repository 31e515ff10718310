"""Profiles, secrets, settings and the keymap as text: file < environment < command line.

May import: model.
"""
