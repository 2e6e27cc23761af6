"""The example season: an invented opera, and how its files were made."""
