"""The texts of a report by language, under the same keys in all."""

from collections.abc import Mapping
from typing import Literal

from simulator.report.english import ENGLISH
from simulator.report.french import FRENCH
from simulator.report.otherwise import ENGLISH_OTHERWISE, FRENCH_OTHERWISE

Language = Literal["en", "fr"]

TEXTS: Mapping[Language, Mapping[str, str]] = {
    "en": ENGLISH | ENGLISH_OTHERWISE,
    "fr": FRENCH | FRENCH_OTHERWISE,
}
MONTHS: Mapping[Language, tuple[str, ...]] = {
    "en": (
        "January", "February", "March", "April", "May", "June", "July",
        "August", "September", "October", "November", "December",
    ),
    "fr": (
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet",
        "août", "septembre", "octobre", "novembre", "décembre",
    ),
}  # fmt: skip
# From Monday.
WEEKDAYS: Mapping[Language, tuple[str, ...]] = {
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "fr": ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."),
}
# The same in full, of several.
DAYS: Mapping[Language, tuple[str, ...]] = {
    "en": (
        "Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays",
        "Sundays",
    ),
    "fr": (
        "lundis", "mardis", "mercredis", "jeudis", "vendredis", "samedis", "dimanches",
    ),
}  # fmt: skip
