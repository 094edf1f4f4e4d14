"""Bolt and the SDK log whole messages, at INFO on a bad signature and at DEBUG everywhere: none of it may be logged."""

import logging

TREES = ("slack_bolt", "slack_sdk")
OWN = "slack_bolt.verse"


def silent() -> logging.Logger:
    """A logger that drops everything, to be given to Bolt and the SDK; what they log on their own goes nowhere either."""
    for name in TREES:
        tree = logging.getLogger(name)
        tree.handlers, tree.propagate = [logging.NullHandler()], False
    own = logging.getLogger(OWN)
    # Bolt copies level and 'disabled' to each logger it makes, and formats whole messages where the level is DEBUG.
    own.disabled, own.level = True, logging.CRITICAL
    return own
