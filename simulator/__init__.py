"""A season played against price policies before it is sold.

People are drawn before any price is set; every policy meets the same people,
and knows only the forecast, the prices it posted and the sales so far. Axes,
beside those of ``models``:

====  ===================================================================
N     parties of one trial, in the order in which they look for seats
F     performances that are on sale, in the season's order
C     seat categories, best first, padded to the venue with the most
K     audience classes: a tariff and, where it is a grid, a means bracket
J     tariffs
H     channels
L     rungs of a ladder, rising
R     price tiers of all venues, one after another
====  ===================================================================

Money is in integer minor units, time in whole seconds since 1970 (UTC): the
same people buy the same seats with and without compiled code.
"""
