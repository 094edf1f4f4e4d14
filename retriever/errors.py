"""
Errors of asking; each message is one sentence for the reader.

RetrieverError
└── BadQuestion
"""


class RetrieverError(Exception):
    """A question could not be answered."""


class BadQuestion(RetrieverError):
    """The question is empty, too long or not text; the message says what to do."""
