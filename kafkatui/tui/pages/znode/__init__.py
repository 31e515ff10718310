"""The ensemble and one znode."""
