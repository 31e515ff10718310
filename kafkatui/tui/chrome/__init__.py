"""The lines around the pages: header, tabs, event strip, keys."""
