"""The doctor: small rules from what is known of a cluster to what is wrong with it, and how long it has been so."""
