"""
Errors of ingest; each message is one sentence that names the thing and the remedy.

IngestError
└── UnreadableFile
"""


class IngestError(Exception):
    """A step of ingest could not be done; nothing of the previous library was lost."""


class UnreadableFile(IngestError):
    """A file cannot be read as a document: not a PDF, encrypted, a scan without text, too large."""
