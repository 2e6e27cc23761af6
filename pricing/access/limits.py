"""How often a caller may ask: a bucket of tokens as one number.

The bucket is kept as the time at which it would be full again ("virtual
scheduling", the generic cell rate algorithm of [1]_): taking one is an addition,
and nothing has to be refilled.

References
----------
.. [1] ITU-T Recommendation I.371 (2004), Traffic control and congestion control
   in B-ISDN, annex A.
"""

# A bucket holds what comes in so many seconds: page views come in bursts.
BURST_SECONDS = 2.0


class Bucket:
    """Lets so many calls a second through, and twice as many at once.

    Examples
    --------
    >>> bucket = Bucket(per_second=1.0)
    >>> [bucket.take(now=5.0) for _ in range(3)]
    [0.0, 0.0, 1.0]
    >>> bucket.take(now=6.0)
    0.0
    """

    __slots__ = ("_full_at", "_interval", "_span")

    def __init__(self, per_second: float) -> None:
        if not per_second > 0:
            raise ValueError("Expected per_second > 0.")
        self._interval = 1.0 / per_second
        # One call always fits, however seldom they may come.
        self._span = max(BURST_SECONDS, self._interval)
        self._full_at = float("-inf")

    def take(self, now: float) -> float:
        """Take one and return 0, or take none and return the seconds to wait.

        Parameters
        ----------
        now : float
            Seconds of a clock that never runs backwards.
        """
        full_at = self._full_at
        if full_at < now:
            full_at = now
        full_at += self._interval
        wait = full_at - self._span - now
        if wait > 1e-9:
            return wait
        self._full_at = full_at
        return 0.0


class Peers:
    """A bucket for each address that calls without a token.

    Those that were silent longest are forgotten, so that many addresses do not
    fill the memory: a forgotten one starts with a full bucket. A rate of 0 stands
    for no limit, and nothing is to be taken.
    """

    COUNT_MAX = 10_000

    def __init__(self, per_second: float) -> None:
        self._per_second = per_second
        self._buckets: dict[str, Bucket] = {}

    @property
    def limited(self) -> bool:
        """Whether there is a limit at all."""
        return self._per_second > 0

    def take(self, peer: str, now: float) -> float:
        """Take one of an address's bucket, as ``Bucket.take``.

        Parameters
        ----------
        peer : str
            As gRPC says it: ``ipv4:203.0.113.7:41234``. The port does not count.
        now : float
            Seconds of a clock that never runs backwards.
        """
        host = peer.rpartition(":")[0]
        bucket = self._buckets.pop(host, None)
        if bucket is None:
            bucket = Bucket(self._per_second)
            if len(self._buckets) >= self.COUNT_MAX:
                del self._buckets[next(iter(self._buckets))]
        self._buckets[host] = bucket
        return bucket.take(now)
