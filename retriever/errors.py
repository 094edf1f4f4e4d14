"""
Errors of asking; each message is one sentence for the reader.

RetrieverError
├── BadQuestion
└── LearnedError
"""


class RetrieverError(Exception):
    """A question could not be answered."""


class BadQuestion(RetrieverError):
    """The question is empty, too long or not text; the message says what to do."""


class LearnedError(RetrieverError):
    """A file with what was learned is missing, damaged or of another version; the message says which and what to do."""
