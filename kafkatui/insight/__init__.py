"""Pure functions over the model: health, lag, rates, events, what znodes mean, filters.

May import: codec, model.
"""
