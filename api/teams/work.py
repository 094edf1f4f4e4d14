"""What is answered after Teams has been told that a message arrived; shutdown waits for it."""

import asyncio
from collections import OrderedDict
from collections.abc import Coroutine

from api.errors import Busy
from api.pool import RETRY_AFTER_S

MOST = 2000
"""Messages that are taken on and not yet answered; the next is refused, and Teams says so to its sender."""
REMEMBERED = 20_000


class Work:
    """Tasks beside the requests, and which messages there were: Teams sends one again if it is in doubt."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()
        self._seen: OrderedDict[str, None] = OrderedDict()

    def check(self) -> None:
        """Raise Busy if no more can be taken on."""
        if len(self._tasks) >= MOST:
            raise Busy(RETRY_AFTER_S)

    def is_new(self, message: str) -> bool:
        """Whether a message was not seen before; it is remembered."""
        if message in self._seen:
            return False
        self._seen[message] = None
        while len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)
        return True

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
