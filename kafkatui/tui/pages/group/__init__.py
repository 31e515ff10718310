"""Consumer groups and one group."""
