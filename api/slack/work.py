"""What was taken on and is being done; nothing of it is lost when the service stops."""

import asyncio
from collections.abc import Coroutine
from time import monotonic

from api.problems import log_defect

CALM_S = 0.02
"""After so long without a new one jobs begin: of a burst every request is acknowledged before the first is answered."""
PUT_OFF_S = 0.5
"""But no job is put off for longer."""


class Work:
    """Jobs beside the requests that began them, which Slack wants answered within three seconds."""

    def __init__(self) -> None:
        self._jobs: set[asyncio.Task[None]] = set()
        self._latest = float("-inf")

    @property
    def left(self) -> int:
        """Jobs that are not done."""
        return len(self._jobs)

    def start(self, job: Coroutine[None, None, None]) -> None:
        """Take a job on."""
        self._latest = monotonic()
        task = asyncio.create_task(self._when_calm(job))
        self._jobs.add(task)
        task.add_done_callback(self._done)

    async def finish(self, patience_s: float) -> bool:
        """Wait for what was taken on; False if some of it had to be given up."""
        if not self._jobs:
            return True
        _, late = await asyncio.wait(set(self._jobs), timeout=patience_s)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        return not late

    async def _when_calm(self, job: Coroutine[None, None, None]) -> None:
        until = monotonic() + PUT_OFF_S
        try:
            while (left := min(self._latest + CALM_S, until) - monotonic()) > 0:
                await asyncio.sleep(left)
        except asyncio.CancelledError:
            job.close()
            raise
        await job

    def _done(self, task: "asyncio.Task[None]") -> None:
        self._jobs.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log_defect(error)
