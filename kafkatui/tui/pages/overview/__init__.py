"""The cluster's page: overview, events, connection."""
