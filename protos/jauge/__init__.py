"""The wire format of Jauge, and a small client (`jauge.client`)."""
