"""What makes parts of kafkatui; nothing of it is installed."""
