"""A bounded pool of threads that questions are answered in, so that the event loop never waits for the model."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextvars import copy_context
from threading import Lock
from typing import TypeVar

from api.errors import Busy

T = TypeVar("T")
RETRY_AFTER_S = 2


class Pool:
    """`threads` jobs at once, `queue` more that wait; the next one is refused."""

    def __init__(self, threads: int, queue: int) -> None:
        self._most = threads + queue
        self._executor = ThreadPoolExecutor(threads, thread_name_prefix="ask")
        self._jobs: set[Future[object]] = set()
        self._lock = Lock()

    @property
    def taken(self) -> int:
        """Jobs that run or wait."""
        return len(self._jobs)

    def submit(self, job: Callable[[], T]) -> "Future[T]":
        """Take a job on; raises Busy if too many wait or the pool is closed."""
        with self._lock:
            if len(self._jobs) >= self._most:
                raise Busy(RETRY_AFTER_S)
            try:
                future = self._executor.submit(copy_context().run, job)
            except RuntimeError as error:
                raise Busy(RETRY_AFTER_S) from error
            self._jobs.add(future)  # type: ignore[arg-type]  # Future is invariant
        future.add_done_callback(self._done)
        return future

    async def run(self, job: Callable[[], T]) -> T:
        """What a job returns."""
        return await asyncio.wrap_future(self.submit(job))

    def close(self, patience_s: float) -> bool:
        """Take no more jobs and wait for those taken; False if some were not finished in time."""
        self._executor.shutdown(wait=False)
        with self._lock:
            left = set(self._jobs)
        unfinished = wait(left, patience_s).not_done
        for job in unfinished:
            job.cancel()
        return not unfinished

    def _done(self, future: "Future[T]") -> None:
        with self._lock:
            self._jobs.discard(future)
