"""The Textual app: screens, pages, widgets, actions, theme.

May import: session, view, insight, codec, config, model; the only room that imports textual.
"""
