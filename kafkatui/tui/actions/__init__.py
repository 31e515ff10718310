"""What the user can do beyond looking: each action knows its precondition and whether it writes."""
