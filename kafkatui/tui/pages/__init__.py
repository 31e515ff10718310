"""A page per kind of place, made of panes: one pane a tab."""
