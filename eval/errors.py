"""
Errors of evaluation; each message is one sentence for whoever runs it.

EvalError
├── GoldError
├── RunError
├── GateError
└── BadUsage
"""


class EvalError(Exception):
    """An evaluation could not be done."""


class GoldError(EvalError):
    """A gold file or a BEIR-style folder is not in the format; the message names file, line and fault."""


class RunError(EvalError):
    """A saved run is not there, cannot be read or cannot be compared."""


class GateError(EvalError):
    """The gates name a split or a metric that does not exist."""


class BadUsage(EvalError):
    """Options that do not go together."""
