"""Bytes to readable text and back, and the sanitiser every cell goes through.

May import: model.
"""
