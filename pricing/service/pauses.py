"""Python's search for garbage, kept from stopping the service.

Books are millions of small objects that never refer back to each other, so none
of them becomes garbage that only a search finds. Yet each full search looks at all
of them: half a second for 100,000 quotes, in which nobody is answered.
"""

import gc

# Searches of young, of older and of all objects come after so many of those before:
# a full one after some ten million new objects, and then for what was not set apart.
THRESHOLDS = (2_000, 20, 1_000)


def shorten() -> None:
    """Set what there is now apart from searches, and make full ones rare."""
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
