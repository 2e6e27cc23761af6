"""What a season came to for those it is for: who got in, and at what price."""
