"""Everything that one process of the service holds open."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

import httpx

from api.alignments import Alignments
from api.asking import Answering, Asking
from api.counts import Counts
from api.errors import SettingsError
from api.extras import need
from api.figures import Figures
from api.libraries import make_fit, open_library
from api.metrics import Metrics
from api.pool import Pool
from api.rates import Rates
from api.reading import Reading
from api.remembered import remembering
from api.settings import Settings
from api.signin.entrance import Entrance
from api.signin.flow import Flow
from api.signin.keys import Keys
from api.signin.provider import Provider
from api.signin.secret import load_secret
from api.stages import ToldSearcher
from api.store.database import open_database
from api.store.store import Store
from api.suggestions import Suggestions, open_suggestions
from api.tracing import Tracing, open_tracing
from corpus.index import read_address
from corpus.library import Library
from retriever.answerable import learned_judgement
from retriever.ask import Assistant
from retriever.drafts.writer import open_writer
from retriever.search import learned_weights
from retriever.selection import learned_sentence_weights
from training.chat import build_assistant

TIMEOUT_S = 5.0
SWITCH_S = 0.001
"""After so long a thread that computes lets another run; Python's own 0.005 makes the event loop wait."""


@dataclass
class Service:
    """The parts, opened; `ready` once the model has answered for the first time, `broken` if it could not."""

    settings: Settings
    assistant: Answering
    library: Library
    reading: Reading
    store: Store
    pool: Pool
    asking: Asking
    suggestions: Suggestions
    alignments: Alignments
    metrics: Metrics
    figures: Figures
    rates: Rates
    counts: Counts
    keys: Keys
    entrance: Entrance
    flow: Flow | None
    secret: bytes
    http: httpx.Client
    tracing: Tracing
    ready: bool = False
    broken: bool = False

    def close(self) -> bool:
        """Finish what was asked, then let go of everything; False if something was left unfinished."""
        finished = self.pool.close(self.settings.patience_s)
        self.store.engine.dispose()
        self.http.close()
        self.tracing.close()
        self.counts.close()
        return finished

    def move_to(self, assistant: Answering) -> None:
        """Answer from another library from the next request on; whoever was given the former one keeps it."""
        library = assistant.library
        reading, alignments, suggestions = Reading(library), Alignments(library), open_suggestions(library)
        self.assistant = self.asking.assistant = assistant
        self.library, self.reading, self.alignments, self.suggestions = library, reading, alignments, suggestions
        self.metrics.reads(library.manifest.fingerprint)


def open_service(settings: Settings, assistant: Answering | None = None, counted: Path | None = None) -> Service:
    """
    Open library, database and sign-in; raises an error with one sentence on what to do if one cannot be.

    `counted` is the file that several workers count requests in; they leave their figures beside it.
    """
    store, secret, keys = _kept(settings)
    answering = assistant or remembering(open_assistant(settings), settings)
    metrics, pool, counts = Metrics(), Pool(settings.threads, settings.queue), Counts(secret, counted)
    metrics.watch(pool)
    metrics.reads(answering.library.manifest.fingerprint)
    http, tracing = httpx.Client(timeout=TIMEOUT_S), open_tracing(settings)
    provider = Provider(settings, http) if settings.oidc_issuer else None
    return Service(
        settings=settings,
        assistant=answering,
        library=answering.library,
        reading=Reading(answering.library),
        store=store,
        pool=pool,
        asking=Asking(answering, store, pool, metrics, settings, tracing.tracer),
        suggestions=open_suggestions(answering.library),
        alignments=Alignments(answering.library),
        metrics=metrics,
        figures=Figures(metrics, counted.parent if counted else None),
        rates=Rates(settings, metrics, counts),
        counts=counts,
        keys=keys,
        entrance=Entrance(settings, keys, provider),
        flow=Flow(settings, provider) if provider else None,
        secret=secret,
        http=http,
        tracing=tracing,
    )


def open_assistant(settings: Settings) -> Assistant:
    """The assistant over the library in the data folder; what it learned is read at once."""
    check_learned()
    sys.setswitchinterval(SWITCH_S)
    make_fit(settings.home)
    index = read_address(settings.index_url) if settings.index_url else None
    library = open_library(settings.home, max(1, (os.cpu_count() or 1) // settings.threads), index)
    library.open_models()
    writer = open_writer(settings.writer) if settings.writer else None
    return build_assistant(library, ToldSearcher(library), writer)


def check_service(settings: Settings) -> None:
    """What `open_service` would refuse, without opening the model."""
    store, _, _ = _kept(settings)
    store.engine.dispose()
    check_learned()
    Library(settings.home)


def check_learned() -> None:
    """Read every learned file; raises LearnedError."""
    learned_weights()
    learned_sentence_weights()
    learned_judgement()


def _kept(settings: Settings) -> tuple[Store, bytes, Keys]:
    """The database and what is signed and hashed with; what the settings need must be installed."""
    if settings.mcp:
        need("mcp", "mcp", "The setting 'mcp'")
    store, secret = Store(open_database(settings.database_url)), load_secret(settings)
    keys = Keys(store, secret)
    _check_keys(settings, keys)
    return store, secret, keys


def _check_keys(settings: Settings, keys: Keys) -> None:
    """Refuse to serve others where nobody could sign in."""
    usable = any(key.revoked is None for key in keys.list())
    if settings.for_others and not settings.oidc_issuer and not usable:
        raise SettingsError("There is no API key yet, so nobody could sign in; make one with 'verse keys create NAME'.")
