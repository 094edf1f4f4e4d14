"""
Errors of the service; each message is one sentence for whoever runs it or asks.

ServiceError
├── SettingsError
├── StoreError
│   └── Unknown
├── BackupError
├── Busy
└── SignInError
    └── Forbidden
"""


class ServiceError(Exception):
    """The service could not do what was wanted."""


class SettingsError(ServiceError):
    """A setting is unknown or wrong; the message names it."""


class StoreError(ServiceError):
    """The database is missing, locked or of another version; the message says what to do."""


class Unknown(StoreError):
    """No row has this id, or it belongs to somebody else."""


class BackupError(ServiceError):
    """A backup could not be made, or cannot be restored as it is; the message says what to do."""


class Busy(ServiceError):
    """Too many questions are waiting; ask again in `retry_after_s`."""

    def __init__(self, retry_after_s: int) -> None:
        super().__init__("Too many questions are waiting; ask again in a moment.")
        self.retry_after_s = retry_after_s


class SignInError(ServiceError):
    """Who asks did not say who they are, or not so that it can be believed."""


class Forbidden(SignInError):
    """Who asks is known and may not do this."""
