"""Protos to domain types and back.

Out: ``…_to_proto``. In: ``…_from_proto``, which takes the path of the message
in its request, so that a fault names the field as its sender wrote it. What is
sent both ways survives the round trip unchanged.
"""
