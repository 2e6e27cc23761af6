"""Words, numbers and dates as a reader of one language writes them."""

from dataclasses import dataclass
from datetime import datetime

from pricing.domain.money import format_minor, in_french, minor_digits
from simulator.estimates import Interval
from simulator.report.words import DAYS, MONTHS, TEXTS, WEEKDAYS, Language

_SPACE = "\N{NARROW NO-BREAK SPACE}"
_MINUS = "\N{MINUS SIGN}"
# How each measure is written: shares in per cent, money, or whole numbers.
SHARES = ("fill_rate", "access_share", "solidarity_share", "undercut_share")
MONEY = ("income", "average_price")
MILLION = 1_000_000


@dataclass(frozen=True)
class Voice:
    """Says what a page says in one language, of one currency and access price."""

    language: Language
    currency_code: str
    access_price_minor: int

    def __call__(self, key: str, **values: object) -> str:
        """Return a text with its values filled in."""
        return TEXTS[self.language][key].format(**values)

    def policy(self, name: str) -> str:
        """Return the name of a policy for people."""
        return TEXTS[self.language].get(name, name)

    def measure(self, name: str) -> str:
        """Return the heading of a measure."""
        return self(name, price=self.access_price)

    def source(self, text: str) -> str:
        """Return where an assumption comes from; citations stay as they are."""
        return TEXTS[self.language].get(text, text)

    @property
    def access_price(self) -> str:
        """What counts as a low price, in words."""
        return format_minor(
            self.access_price_minor, self.currency_code, language=self.language
        )

    def number(self, value: float, digits: int = 0, *, sign: bool = False) -> str:
        """Return a number; minus zero is zero."""
        value = round(value, digits) + 0.0
        text = f"{value:{'+' if sign and value else ''},.{digits}f}"
        if self.language == "fr":
            text = in_french(text)
        return text.replace("-", _MINUS)

    def share(self, value: float, *, sign: bool = False, digits: int = 1) -> str:
        """Return a share in per cent."""
        return f"{self.number(100 * value, digits, sign=sign)}{_SPACE}%"

    def money(self, value: float, *, sign: bool = False) -> str:
        """Return an amount in whole currency units."""
        return f"{self.number(value, sign=sign)}{_SPACE}{self.currency_code}"

    def price(self, value: float, *, sign: bool = False) -> str:
        """Return a price to the smallest coin."""
        number = self.number(value, minor_digits(self.currency_code), sign=sign)
        return f"{number}{_SPACE}{self.currency_code}"

    def value(self, measure: str, value: float, *, sign: bool = False) -> str:
        """Return a value of a measure, or with a sign a difference of two."""
        if measure in SHARES:
            if sign:
                return self.points(value, sign=True)
            return self.share(value)
        if measure in MONEY:
            if measure == "average_price":
                return self.price(value, sign=sign)
            return self.money(value, sign=sign)
        return self.number(value, sign=sign)

    def points(self, value: float, *, sign: bool = False) -> str:
        """Return a difference of shares in points of per cent."""
        return f"{self.number(100 * value, 1, sign=sign)}{_SPACE}pt"

    def headline(self, measure: str, value: float) -> str:
        """Return a value in large letters: millions where there are any."""
        if measure in MONEY and abs(value) >= MILLION:
            number = self.number(value / MILLION, 2)
            return f"{number}{_SPACE}M{_SPACE}{self.currency_code}"
        return self.value(measure, value)

    def between(self, measure: str, found: Interval, *, sign: bool = False) -> str:
        """Return the bounds of an interval; empty where there are none."""
        if found.low is None or found.high is None:
            return ""
        bottom, top = found.low, found.high
        if measure in SHARES and not sign:
            # A few trials may tell of no more than all seats.
            bottom, top = max(bottom, 0.0), min(top, 1.0)
        low = self.value(measure, bottom, sign=sign)
        # The unit stands once.
        number = low.rsplit(_SPACE, 1)[0] if measure in (*SHARES, *MONEY) else low
        word = "à" if self.language == "fr" else "to"
        return f"{number} {word} {self.value(measure, top, sign=sign)}"

    def day(self, moment: datetime, *, year: bool = False) -> str:
        """Return a date such as Sat 14 Nov."""
        month = self.month(moment)[: 3 if self.language == "en" else None]
        text = f"{WEEKDAYS[self.language][moment.weekday()]} {moment.day} {month}"
        return f"{text} {moment.year}" if year else text

    def weekday(self, day: int) -> str:
        """Return the name of a day of the week, 0 for Monday, as of several."""
        return DAYS[self.language][day]

    def month(self, moment: datetime) -> str:
        """Return the name of a month."""
        return MONTHS[self.language][moment.month - 1]
