"""Documents that an operator uploads: looked at first, taken in or thrown away; and the build beside the service."""

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from threading import Lock, Thread

from pydantic import TypeAdapter

from api.errors import Unknown
from corpus.errors import CorpusError
from corpus.library import HOME, read_manifest
from corpus.register import Document, load_register
from ingest.added import Candidate, Details, added, check_file, keep, look, remove
from ingest.errors import IngestError
from ingest.preview import Preview

WAITING = "waiting"
WAITING_S = 24 * 3600
"""After so long a document that nobody decided on is thrown away."""
MOST_WAITING = 20
ROOT = Path(__file__).parents[1]
FAILED = "The library could not be built; run 'verse ingest' where the service runs, it says why."


@dataclass(frozen=True)
class Waiting:
    """An upload that nobody has decided on yet."""

    name: str
    file: str
    details: Details
    preview: Preview
    document: Document


@dataclass(frozen=True)
class Held:
    """An added document: `built` it is in the library on disk, `open` in the one that answers."""

    document: Document
    built: bool
    open: bool


_waiting = TypeAdapter(Waiting)
Build = Callable[[Path], bool]


def build_beside(home: Path) -> bool:
    """Build the library in a process of its own, leaving one build; whether it could be done."""
    own = {**os.environ, HOME: str(home), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-P", "-m", "api.cli", "ingest", "--quiet"]
    done = subprocess.run(command, env=own, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)  # noqa: S603
    return done.returncode == 0


class Shelf:
    """The added documents of one data folder; several processes may share it."""

    def __init__(self, home: Path, largest: int, build: Build = build_beside) -> None:
        self._home = home
        self._largest = largest
        self._build = build
        self._lock = Lock()
        self._building = False
        self._again = False
        self.failed = ""
        """A sentence if the last build could not be done."""

    @property
    def building(self) -> bool:
        """Whether a build is under way in this process."""
        return self._building

    def held(self, open_documents: Sequence[Document]) -> list[Held]:
        """The added documents and how far each has come."""
        built, opened = _hashes(self._built()), _hashes(open_documents)
        return [Held(d, (d.id, d.sha256) in built, (d.id, d.sha256) in opened) for d in added(self._home)]

    def replaceable(self) -> list[Document]:
        """Documents that a new edition may take the place of."""
        return [*load_register().documents, *added(self._home)]

    def upload(self, file: str, data: bytes, details: Details) -> Waiting:
        """Read an upload apart and keep it until somebody decides; raises IngestError."""
        name = PurePath(file.replace("\\", "/")).name
        check_file(name, len(data), self._largest)
        self._sweep()
        if len(list(self._folder.glob("*.json"))) >= MOST_WAITING:
            raise IngestError(f"{MOST_WAITING} uploads wait to be decided on; add or throw away some of them.")
        return self._put(secrets.token_hex(16), name, look(self._home, name, data, details), details)

    def waiting(self) -> list[Waiting]:
        """What nobody has decided on yet."""
        self._sweep()
        return [_waiting.validate_json(path.read_bytes()) for path in sorted(self._folder.glob("*.json"))]

    def find(self, name: str) -> Waiting:
        """One upload; raises Unknown."""
        try:
            return _waiting.validate_json((self._folder / f"{name}.json").read_bytes())
        except OSError:
            raise Unknown("This upload was decided on, or thrown away after a day; upload the file again.") from None

    def take(self, name: str, details: Details) -> Document:
        """Take an upload in as described and begin to build; raises Unknown and IngestError."""
        own = self.find(name)
        data = (self._folder / f"{name}.data").read_bytes()
        candidate = look(self._home, own.file, data, details)
        keep(self._home, candidate)
        self.discard(name)
        self.begin()
        return candidate.document

    def discard(self, name: str) -> None:
        """Throw an upload away."""
        for suffix in ("json", "data"):
            (self._folder / f"{name}.{suffix}").unlink(missing_ok=True)

    def remove(self, doc: str) -> Document:
        """Take an added document out and begin to build; raises IngestError."""
        removed = remove(self._home, doc)
        self.begin()
        return removed

    def begin(self) -> None:
        """Build beside the service; once more if something changes meanwhile."""
        with self._lock:
            if self._building:
                self._again = True
                return
            self._building, self.failed = True, ""
        Thread(target=self._run, name="build", daemon=True).start()

    def _run(self) -> None:
        while True:
            try:
                done = self._build(self._home)
            except OSError:
                done = False
            with self._lock:
                self.failed = "" if done else FAILED
                if not self._again:
                    self._building = False
                    return
                self._again = False

    @property
    def _folder(self) -> Path:
        folder = self._home / WAITING
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder

    def _put(self, name: str, file: str, candidate: Candidate, details: Details) -> Waiting:
        own = Waiting(name, file, details, candidate.preview, candidate.document)
        (self._folder / f"{name}.data").write_bytes(candidate.data)
        (self._folder / f"{name}.json").write_bytes(_waiting.dump_json(own))
        return own

    def _built(self) -> Sequence[Document]:
        try:
            return read_manifest((self._home / "current").resolve()).documents
        except CorpusError:
            return ()

    def _sweep(self) -> None:
        for path in self._folder.iterdir():
            if time.time() - path.stat().st_mtime > WAITING_S:
                path.unlink(missing_ok=True)


def _hashes(documents: Sequence[Document]) -> set[tuple[str, str]]:
    return {(d.id, d.sha256) for d in documents}
