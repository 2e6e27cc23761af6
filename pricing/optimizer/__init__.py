"""Algorithms that turn demand and rules into a price plan; no I/O."""
