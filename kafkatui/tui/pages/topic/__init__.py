"""Topics and one topic, its messages too."""
