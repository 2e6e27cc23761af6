"""Demand: arrays in, arrays out; nothing here reads a file, a clock or a price plan.

Axes, in docstrings and comments:

- **P** performances, **C** seat categories (best first), **K** tariffs (dearest
  first), **T** booking periods (earliest first, so days out fall), **L** ladder
  rungs (rising), **B** trials;
- **R** rows: a performance and a seat category each; **J** terms of the level
  model; **F** features; **S** seasons (earliest first); **Q** quantiles (rising);
- **N** choices made, **A** alternatives of a choice, **D** points of days out.

Units: seats; "currency units" for money, as floats; days; probabilities and shares
in [0, 1]; logarithms are natural. Randomness is an argument.
"""
