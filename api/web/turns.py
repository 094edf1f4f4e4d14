"""The answers of a conversation on the chat page."""

from collections.abc import Mapping, Sequence

from api.asking import Given
from api.errors import Busy, Forbidden, Unknown
from api.service import Service
from api.signin.users import User
from api.store.store import Reason
from api.store.tables import Record
from api.web.answers import Shown, shown, stored
from api.web.pages import bare
from retriever.errors import BadQuestion

REASONS: Mapping[str, str] = {
    Reason.WRONG.value: "It quotes the wrong paragraph",
    Reason.OUTDATED.value: "It is out of date",
    Reason.INCOMPLETE.value: "It is incomplete",
    Reason.DECLINED.value: "It should have answered",
    Reason.ANSWERED.value: "It should not have answered",
}
STALE = "This page had been open too long. Nothing is lost: ask again."
GONE = "The conversation was deleted or has passed its retention period. Ask again to begin another."
BAD_DAY = "The day must be written like 2026-11-25."


class BadDay(ValueError):
    """A day that is none."""


def turns(service: Service, user: User, conversation: str) -> Sequence[Shown]:
    """The answers so far, the oldest first; raises Unknown."""
    if not conversation:
        return ()
    return [of_record(r, service) for r in service.store.conversation(conversation, user.id).answers]


def of_record(record: Record, service: Service) -> Shown:
    """A kept answer."""
    return shown(stored(record.body), record.id, service.library)


def fragment(given: Given, service: Service, csrf: str) -> str:
    """A new answer alone, to be put at the end of the page."""
    own = shown(given, given.id or "", service.library)
    return bare(
        "turn.html", turn=own, csrf=csrf, thanked="", reasons=REASONS, conversation=given.conversation or "", latest=True
    )


def refusal(error: Exception) -> tuple[int, str]:
    """The status and the sentence for a question that was not answered."""
    match error:
        case Unknown():
            return 404, GONE
        case Forbidden():
            return 403, STALE
        case Busy():
            return 503, f"{error} Your question is still in the box."
        case BadQuestion():
            return 422, str(error)
        case _:
            return 422, BAD_DAY
