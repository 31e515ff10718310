"""What the panel that produces is made of."""
