"""What is answered after Teams has been told that a message arrived; shutdown waits for it."""

import asyncio
from collections.abc import Coroutine

from api.errors import Busy
from api.pool import RETRY_AFTER_S

MOST = 2000
"""Messages that are taken on and not yet answered; the next is refused, and Teams says so to its sender."""


class Work:
    """Tasks beside the requests."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def check(self) -> None:
        """Raise Busy if no more can be taken on."""
        if len(self._tasks) >= MOST:
            raise Busy(RETRY_AFTER_S)

    def start(self, job: Coroutine[None, None, None]) -> None:
        """Have a job done beside the request; it keeps its errors to itself."""
        task = asyncio.create_task(job)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def finish(self, patience_s: float) -> int:
        """Wait for what was taken on; how many were left undone, and stopped."""
        if not self._tasks:
            return 0
        _, left = await asyncio.wait(self._tasks, timeout=patience_s)
        for task in left:
            task.cancel()
        return len(left)
