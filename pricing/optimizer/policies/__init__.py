"""Policies in time for one performance: what to post with these seats and this time.

One performance in scale mode: a ladder of price vectors, categories that may
close or must stay open, persons who come as a Poisson process and choose by the
logit. Letters: C seat categories, K audience classes, L rungs of the ladder, T
steps of the booking horizon, O offers (rung and set of open categories), B
blocks of time with prices of their own, X seats left of a category.
"""
