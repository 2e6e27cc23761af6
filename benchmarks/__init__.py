"""Measurements, each next to what it competes with."""
