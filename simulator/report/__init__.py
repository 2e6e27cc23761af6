"""Results of a simulation as one page for people: no script, no network."""
