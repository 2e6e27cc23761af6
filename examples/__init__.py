"""A season to play with, and clients of the service."""
