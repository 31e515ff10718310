"""Whole screens: the main one, and the small ones that lie on top of it."""
