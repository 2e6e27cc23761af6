"""Prices of seats: rules, optimiser, quotes, store and service."""
