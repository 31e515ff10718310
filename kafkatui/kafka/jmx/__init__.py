"""What a broker's Java machine tells of itself over HTTP: Jolokia's and Prometheus' agents, read.

May import what `kafka` may.
"""
