"""The message extension: search the guidance while writing, and put a cited paragraph into the message."""

from collections.abc import Sequence

from microsoft_teams.api.models.attachment import AdaptiveCardAttachment, ThumbnailCardAttachment, card_attachment
from microsoft_teams.api.models.card import ThumbnailCard
from microsoft_teams.api.models.messaging_extension import (
    MessagingExtensionAttachment,
    MessagingExtensionAttachmentLayout,
    MessagingExtensionQuery,
    MessagingExtensionResponse,
    MessagingExtensionResult,
    MessagingExtensionResultType,
)

from api.service import Service
from api.teams.cards import cut, hit_card
from api.teams.messages import LARGEST, size
from api.web.paragraphs import address
from api.web.words import standing
from retriever.answer import Hit

PARAMETER = "words"
"""The parameter of the command in the manifest."""
FIRST = "initialRun"
"""What Teams sends before anything is typed."""
MOST = 8
TYPE_SOMETHING = "Type what you look for, for example: who attends a strategy discussion."
NOTHING = "Nothing in the guidance was found for these words."
SNIPPET = 150


def words(query: MessagingExtensionQuery) -> str:
    """What is looked for; empty before anything is typed."""
    given = {p.name: str(p.value or "") for p in query.parameters or []}
    return "" if FIRST in given else given.get(PARAMETER, "").strip()


def told(text: str) -> MessagingExtensionResponse:
    """A sentence in place of results."""
    return MessagingExtensionResponse(
        compose_extension=MessagingExtensionResult(type=MessagingExtensionResultType.MESSAGE, text=text)
    )


async def found(service: Service, query: MessagingExtensionQuery) -> MessagingExtensionResponse:
    """The paragraphs for what is looked for, best first; raises BadQuestion, Busy."""
    looked_for = words(query)
    if not looked_for:
        return told(TYPE_SOMETHING)
    skip = query.query_options.skip or 0 if query.query_options else 0
    hits = await service.pool.run(lambda: service.assistant.search(looked_for, min(skip, 92) + MOST))
    return fitting(service, hits[skip:]) if hits[skip:] else told(NOTHING)


def fitting(service: Service, hits: Sequence[Hit]) -> MessagingExtensionResponse:
    """As many whole paragraphs as Teams takes in one response; one that is too long by itself is cut, and linked."""
    for many in range(len(hits), 0, -1):
        response = _results(service, hits[:many])
        if size(response) <= LARGEST:
            return response
    return _results(service, hits[:1], LARGEST // 4)


def _results(service: Service, hits: Sequence[Hit], most: int | None = None) -> MessagingExtensionResponse:
    return MessagingExtensionResponse(
        compose_extension=MessagingExtensionResult(
            type=MessagingExtensionResultType.RESULT,
            attachment_layout=MessagingExtensionAttachmentLayout.LIST,
            attachments=[_result(service, hit, most) for hit in hits],
        )
    )


def _result(service: Service, hit: Hit, most: int | None) -> MessagingExtensionAttachment:
    card = hit_card(hit, service.library.find(hit.id), address(hit.id), service.settings.public_url, most)
    whole = card_attachment(AdaptiveCardAttachment(content=card))
    text = f"{standing(hit.status, hit.in_force).text}: {cut(' '.join(hit.text.split()), SNIPPET)}"
    preview = card_attachment(ThumbnailCardAttachment(content=ThumbnailCard(title=hit.label, text=text, images=None)))
    return MessagingExtensionAttachment(content_type=whole.content_type, content=whole.content, preview=preview)
