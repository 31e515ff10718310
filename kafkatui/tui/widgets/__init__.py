"""Widgets that draw lines on demand: their cost depends on what is in view, never on how much there is.

May import: model, view, textual and rich.
"""
