"""Pure functions from the model to columns, cells and text, for the screen and the verbs.

May import: insight, codec, model; never rich or textual.
"""
