"""What was taken on and is being done; nothing of it is lost when the service stops."""

import asyncio
from collections.abc import Coroutine

from api.problems import log_defect


class Work:
    """Jobs beside the requests that began them, which Slack wants answered within three seconds."""

    def __init__(self) -> None:
        self._jobs: set[asyncio.Task[None]] = set()

    @property
    def left(self) -> int:
        """Jobs that are not done."""
        return len(self._jobs)

    def start(self, job: Coroutine[None, None, None]) -> None:
        """Take a job on."""
        task = asyncio.create_task(job)
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

    def _done(self, task: "asyncio.Task[None]") -> None:
        self._jobs.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log_defect(error)
