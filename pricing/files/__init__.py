"""Tables and season files as people have them, read whole or refused by line."""
