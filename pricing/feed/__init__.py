"""What happened, for other tools: quotas reached, beside the events of the log."""
