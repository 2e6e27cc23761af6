"""Products that each take seats of several resources: bounds and policies.

A flight network, a season's packs and passes, a subscription: all are products
over resources. Letters: J products, M resources, T periods, C the largest
capacity, K the product-resource pairs (slots), N trajectories.
"""
