"""
Errors of the corpus and the library; each message is one sentence that names the thing and the remedy.

CorpusError
├── RegisterError
├── ModelError
├── IndexUrlError
└── LibraryError
    ├── IndexAway
    ├── NoLibrary
    │   └── NoIndex
    └── UnknownParagraph
"""


class CorpusError(Exception):
    """Something the product is built from is missing, altered or not as described."""


class RegisterError(CorpusError):
    """The register names a file that is missing or altered, or holds a key it should not."""


class ModelError(CorpusError):
    """The language model's files are missing or not the publisher's own."""


class LibraryError(CorpusError):
    """The library cannot be used."""


class IndexUrlError(CorpusError):
    """The address of the index is wrong, or what it needs is not installed."""


class IndexAway(LibraryError):
    """The engine that the index is in does not answer; it may in a moment."""


class NoLibrary(LibraryError):
    """No library has been built yet, or it was built by another version; 'verse ingest' builds it."""


class NoIndex(NoLibrary):
    """The engine holds no index of the library; 'verse ingest' puts it there."""


class UnknownParagraph(LibraryError):
    """No paragraph has this id."""
