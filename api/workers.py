"""
Several workers: what ends is started again, and all move on to a library that is built anew.

Where Chroma in the library's folder is searched there is one Chroma server beside them: one process only may open it.
"""

import logging
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from socket import socket

import uvicorn
from fastapi import FastAPI
from uvicorn.supervisors import Multiprocess
from uvicorn.supervisors.multiprocess import Process

from api.chroma import ChromaServer
from api.errors import ServiceError
from api.libraries import newest
from corpus.errors import CorpusError
from corpus.index import CHROMA, Address, address_for
from corpus.library import read_manifest

log = logging.getLogger(__name__)
Worker = Callable[[Path, Address], FastAPI]
AGAIN_S = 30.0
"""So long after a worker on a new build did not serve in time, as on a busy machine, the next is tried."""


class Workers(Multiprocess):
    """
    The processes that serve, and the Chroma server over the build they read, if they need one.

    `worker` makes the application of a process over a build's folder and what searches it. When another build becomes current
    the workers are replaced one by one, each after its successor serves: no request fails.
    """

    def __init__(self, config: uvicorn.Config, own: socket, home: Path, worker: Worker) -> None:
        super().__init__(config, [own])
        self._home = home
        self._worker = worker
        self._library: Path | None = None
        self._refused: Path | None = None
        self._server: ChromaServer | None = None
        self._former: ChromaServer | None = None
        self._behind: tuple[Process, ...] = ()
        """The workers of the build before."""
        self._again = 0.0

    def run(self) -> None:
        """Serve until told to stop; raises ServiceError if the Chroma server does not start."""
        try:
            if (library := newest(self._home)) is not None:
                self._move_to(library)
            super().run()
        finally:
            for server in (self._server, self._former):
                if server is not None:
                    server.end()

    def keep_subprocess_alive(self) -> None:
        """Replace what has ended; called twice a second."""
        self._keep_server()
        self._follow()
        super().keep_subprocess_alive()

    def _keep_server(self) -> None:
        try:
            if self._server is not None and self._server.keep():
                log.error("The Chroma server had ended and was started again.")
        except ServiceError as error:  # tried again at the next turn
            log.error("%s", error)

    def _follow(self) -> None:
        """Move on to another build if one has become current."""
        library = newest(self._home)
        if library is None or library == self._refused:
            return
        if library != self._library:
            try:
                self._move_to(library)
            except (CorpusError, ServiceError) as error:
                self._refused = library
                log.error("The new library is not taken: %s", error)
                return
            log.info("A new library has been built; the workers are replaced one by one.")
            self._behind, self._again = tuple(self.processes), 0.0
        if time.monotonic() >= self._again and any(worker in self.processes for worker in self._behind):
            self.restart_all()  # gives up on the first that does not serve in time
            self._again = time.monotonic() + AGAIN_S

    def _move_to(self, library: Path) -> None:
        """Have workers that start from now on read a build; the server before stays for those that still start."""
        server, index = searched(library)
        if self._former is not None:
            self._former.end()
        self._former, self._server = self._server, server
        self._library = library
        self.config.app = partial(self._worker, library, index)


def searched(library: Path) -> tuple[ChromaServer | None, Address]:
    """What workers search a build by, and the server that is started for it, if any; raises ServiceError, CorpusError."""
    index = address_for(read_manifest(library).passages)
    if index != Address(CHROMA):
        return None, index
    server = ChromaServer(library)
    return server, Address(CHROMA, server.url)
