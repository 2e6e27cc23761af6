"""What outlives a process: one append-only log of events and its projections."""
