"""Requests that no client of the tests has, as kafka-python reads their definitions."""
