"""Every page at every size: which there are, what is drawn of them, what is checked of that, and what is kept."""
