"""Work of seconds that a call waits for, in worker processes."""

import asyncio

from pricing.service.tasks import Done, Failed, Report, Task, Work
from pricing.service.workers import Workers


async def done(
    workers: Workers, work: Work, inputs: object, seconds_max: float
) -> object:
    """Return the result of work, or raise its fault; who goes away calls it off.

    Raises
    ------
    QueueFull
        At once.
    """
    loop = asyncio.get_running_loop()
    ended: asyncio.Future[object] = loop.create_future()

    def tell(report: Report) -> None:
        if ended.done():
            return
        if isinstance(report, Done):
            ended.set_result(report.result)
        elif isinstance(report, Failed):
            ended.set_exception(report.fault)

    def report(said: Report) -> None:
        # From a thread of the workers; the loop may have ended first.
        if not loop.is_closed():
            loop.call_soon_threadsafe(tell, said)

    task = Task(work, inputs, seconds_max, report)
    workers.submit(task)
    try:
        return await ended
    except asyncio.CancelledError:
        workers.cancel(task)
        raise
