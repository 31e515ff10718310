"""First contact and connections: clients, their properties, their errors in words, who answers.

May import: codec, config, model.
"""
