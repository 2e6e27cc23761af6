"""What was sold, as the log says it, and how it is settled."""
