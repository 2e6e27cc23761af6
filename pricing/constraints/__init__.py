"""Rules at work: what they let the optimiser do, and whether a plan kept them."""
