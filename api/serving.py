"""Run the service: in this process, or in several."""

import socket
import sys
from functools import partial
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI
from uvicorn.config import STARTUP_FAILURE

from api.app import create_app
from api.counts import counts_file
from api.errors import ServiceError, SettingsError
from api.libraries import bring_up_to_date
from api.logs import log_config
from api.service import check_service, open_service
from api.settings import Settings
from api.workers import Workers
from corpus.errors import CorpusError
from corpus.index import Address
from corpus.library import Library
from retriever.errors import RetrieverError

WORKER_S = 60
"""How long a worker may be silent, as it is while it loads its model, before it is replaced."""


def serve(settings: Settings) -> int:
    """Serve until told to stop; 0 once everything asked was answered."""
    with listening(settings) as own:
        bring_up_to_date(settings.home)
        app = create_app(settings)
        print(f"Serving {address(settings, own)} - stop with Ctrl-C.", file=sys.stderr)
        uvicorn.Server(_config(settings, app)).run(sockets=[own])
    return 0


def serve_several(settings: Settings) -> int:
    """The same in several processes, each with a model of its own; 1 if one cannot start."""
    with listening(settings) as own:
        bring_up_to_date(settings.home)
        check_service(settings)
        with counts_file() as counted:
            config = _config(settings, None, factory=True, workers=settings.workers)
            workers = Workers(config, own, settings.home, partial(worker, settings, counted))
            print(f"Serving {address(settings, own)} with {settings.workers} workers - stop with Ctrl-C.", file=sys.stderr)
            workers.run()
    return 1 if any(process.exitcode == STARTUP_FAILURE for process in workers.processes) else 0


def worker(settings: Settings, counted: Path, library: Path, index: Address) -> FastAPI:
    """
    The application of one of several processes; ends the process with a sentence if it cannot be opened.

    It ends too, to be started again, if another library than the one that `index` is of has just become current.
    """
    try:
        if Library(settings.home).folder != library:
            raise SystemExit(1)
        own = settings.model_copy(update={"index_url": str(index)})
        return create_app(own, open_service(own, counted=counted))
    except (CorpusError, RetrieverError, ServiceError) as error:
        print(f"verse: {error}", file=sys.stderr)
        raise SystemExit(STARTUP_FAILURE) from error


def _config(settings: Settings, app: Any, **more: Any) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        access_log=False,
        log_config=log_config(settings.log_format),
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=int(settings.patience_s) + 1,
        timeout_worker_healthcheck=WORKER_S,
        **more,
    )


def listening(settings: Settings) -> socket.socket:
    """The socket to serve on, before anything slow is opened; raises SettingsError if it cannot be had."""
    host = settings.host.strip("[]")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    own = socket.socket(family)
    own.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        own.bind((host, settings.port))
    except OSError as error:
        own.close()
        said = (
            f"Cannot listen on {settings.host} port {settings.port} ({error.strerror}); choose another with --host or --port."
        )
        raise SettingsError(said) from error
    return own


def address(settings: Settings, own: socket.socket) -> str:
    """Where a browser finds what is served."""
    return settings.public_url or f"http://{settings.host}:{own.getsockname()[1]}"
