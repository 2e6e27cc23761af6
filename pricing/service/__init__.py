"""The gRPC service: decode, one call, encode."""
