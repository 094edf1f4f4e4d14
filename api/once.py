"""Each message is answered once, however often Slack or Teams delivers it and whichever process gets it."""

import hashlib
import logging
import os
import time
from collections import OrderedDict
from pathlib import Path

KEPT_S = 3600.0
"""Slack's last redelivery comes about five minutes after the first; a signed request is taken for five minutes."""
MOST = 20_000
log = logging.getLogger(__name__)


class Once:
    """
    Names that were seen, in this process and, as empty files in a folder, in its siblings on this machine.

    The names (an event's or message's id) are hashed; a folder that cannot be written leaves the memory of this process.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen: OrderedDict[str, float] = OrderedDict()
        self._swept = 0.0

    def first(self, name: str) -> bool:
        """Whether a name is new; from now on it is not. It blocks for a file's time."""
        now = time.monotonic()
        self._sweep(now)
        digest = hashlib.sha256(name.encode()).hexdigest()
        if digest in self._seen:
            return False
        self._seen[digest] = now
        return self._claimed(digest)

    def _claimed(self, digest: str) -> bool:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            os.close(os.open(self._folder / digest, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        except FileExistsError:
            return False
        except OSError as error:
            log.warning(
                "What was answered cannot be kept in %r (%s); other processes may answer twice.",
                self._folder.name,
                error.strerror,
            )
        return True

    def _sweep(self, now: float) -> None:
        """Forget what is older than an hour."""
        while self._seen and (len(self._seen) > MOST or now - next(iter(self._seen.values())) > KEPT_S):
            self._seen.popitem(last=False)
        if now - self._swept < KEPT_S and self._swept:
            return
        self._swept = now
        before = time.time() - KEPT_S
        for file in self._folder.glob("*"):
            try:
                if file.stat().st_mtime < before:
                    file.unlink(missing_ok=True)
            except OSError:  # another process swept it
                continue
