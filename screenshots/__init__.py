"""Screenshots of the real app on a real cluster; `make screenshots` takes them anew."""
