import asyncio
import threading
from concurrent.futures import Future

import pytest

from pricing.service.awaiting import awaitable


async def answered(count: int) -> list[int]:
    """Await answers of another thread, given in an order of its own."""
    sources: list[Future[int]] = [Future() for _ in range(count)]
    mine = [awaitable(each) for each in sources]

    def answer() -> None:
        for number in reversed(range(count)):
            sources[number].set_result(number)

    thread = threading.Thread(target=answer)
    thread.start()
    found = await asyncio.gather(*mine)
    thread.join()
    return found


def test_every_answer_arrives_whatever_the_order():
    assert asyncio.run(answered(500)) == list(range(500))


def test_a_fault_arrives_as_one():
    async def ask() -> None:
        source: Future[int] = Future()
        mine = awaitable(source)
        source.set_exception(LookupError("gone"))
        await mine

    with pytest.raises(LookupError, match="gone"):
        asyncio.run(ask())


def test_a_caller_that_goes_away_calls_off_what_was_not_begun():
    async def ask() -> Future[int]:
        source: Future[int] = Future()
        task = asyncio.ensure_future(asyncio.wait_for(awaitable(source), 0.01))
        with pytest.raises(TimeoutError):
            await task
        return source

    assert asyncio.run(ask()).cancelled()


def test_an_answer_for_a_loop_that_is_closed_is_dropped():
    async def leave() -> Future[int]:
        source: Future[int] = Future()
        source.set_running_or_notify_cancel()
        awaitable(source)
        return source

    asyncio.run(leave()).set_result(1)
