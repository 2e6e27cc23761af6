"""Plans, rules, quotes and progress on a terminal."""
