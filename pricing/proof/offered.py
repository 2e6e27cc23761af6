"""Offered quotes read from the log; those that are alike are read once."""

import json

from pricing.proof.basket import Basket, basket_of

BASKETS_KEPT_MAX = 200_000

_ID = '{"quote":{"id":"'
_STATE = '"state":"offered","plan_id":"'
_CREATED, _EXPIRES, _ENDED = '"create_time":"', '","expire_time":"', '","end_time":null'
_PERFORMANCE = '"performance_id":"'

# An offered quote: its id, when its hold ends as the log has it, and the rest.
Offered = tuple[str, str, Basket]


class Baskets:
    """Reads offered quotes; those that are alike are read once.

    So are baskets of one item that differ in their performance only.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[str, ...], dict[str, Basket]] = {}

    def offered(self, body: str) -> Offered:
        """Return the quote of an event's body.

        Raises
        ------
        KeyError, TypeError, ValueError
            Where it is no such body.
        """
        # A quotation mark inside a text is escaped, so these stand nowhere else; the
        # last ones are found sooner from the end.
        id_end = body.find('"', len(_ID))
        ended = body.rfind(_ENDED)
        expires = body.rfind(_EXPIRES, id_end, ended)
        created = body.rfind(_CREATED, id_end, expires)
        state = body.rfind(_STATE, id_end, created)
        if not body.startswith(_ID) or min(id_end, state, created, expires, ended) < 0:
            quote = json.loads(body)["quote"]
            return quote["id"], quote["expire_time"], basket_of(quote)
        # Where its only performance is named, or nowhere.
        name = body.find(_PERFORMANCE, id_end, state) + len(_PERFORMANCE)
        name_end = body.find('"', name)
        if body.find(_PERFORMANCE, name, state) >= 0 or name < id_end:
            name = name_end = id_end
        alike = body[id_end:name], body[name_end:state], body[ended:]
        known = self._known.get(alike)
        if known is None:
            if len(self._known) >= BASKETS_KEPT_MAX:
                self._known.clear()
            known = self._known[alike] = {}
        basket = known.get(performance_id := body[name:name_end])
        if basket is None:
            if known and performance_id:
                basket = next(iter(known.values())).elsewhere(performance_id)
            else:
                basket = basket_of(json.loads(body)["quote"])
            known[performance_id] = basket
        own = body[len(_ID) : id_end], body[expires + len(_EXPIRES) : ended]
        return *own, basket
