"""
Errors of the training room; each message is one sentence for the trainer.

TrainingError
"""


class TrainingError(Exception):
    """What was asked for cannot be made; the message says why and what to do."""


class NotThere(TrainingError):
    """A document, chapter, actor or row of a register that is asked for by name does not exist; the message has the nearest."""
