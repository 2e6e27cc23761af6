"""A whole season priced in compiled code, with a bound that an oracle proves.

Read ``instance`` for the problem and ``season`` for the way to its solution.
"""
