"""Who may call, as what, how often: roles, tokens and limits, without gRPC."""
