"""Pure assembly: observed samples to rows, totals and verdicts for pages and verbs; the only place that joins them.

May import: insight, codec, model; never kafka, zookeeper, session or view.
"""
