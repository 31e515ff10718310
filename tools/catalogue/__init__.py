"""Makes kafkatui/insight/catalogue.json of what Kafka's own jars define; `make catalogue`."""
