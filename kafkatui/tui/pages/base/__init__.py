"""What every page is made of: pane, table pane, frame, registry."""
