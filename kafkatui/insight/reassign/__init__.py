"""Which replicas go where: plans that even brokers out, valid and with as few moves as can be. Pure and deterministic.

May import: the model.
"""
