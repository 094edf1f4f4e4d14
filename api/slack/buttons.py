"""What the buttons under an answer do."""

import asyncio

from slack_sdk.errors import SlackApiError
from slack_sdk.models.metadata import Metadata
from slack_sdk.models.views import View
from sqlalchemy.exc import SQLAlchemyError

from api.errors import StoreError
from api.problems import log
from api.service import Service
from api.slack.answers import answer_blocks, whole_blocks
from api.slack.asked import Opinion, Place, Pressed
from api.slack.history import SHARED
from api.slack.limits import cut, sections
from api.slack.mrkdwn import escaped, quoted
from api.slack.notes import removal_blocks
from api.slack.voice import Voice, code
from api.slack.windows import LOST, NOT_YOURS, THANKS, said, told, why
from api.store.store import Reason
from api.store.tables import Record
from api.web.answers import stored

KEEP_S = 2.0
"""A window's submission is answered within Slack's three seconds, whatever the database does."""
NO_ROOM = "I may not write in this channel; invite me with `/invite`, then share the answer again."

BEFORE_S = 1.0
"""Seconds that a window waits for an opinion to be kept; Slack lets one be opened within three."""


class Buttons:
    """Answers presses; each is the business of whoever pressed."""

    def __init__(self, service: Service, voice: Voice) -> None:
        self._service = service
        self._voice = voice

    async def more(self, pressed: Pressed) -> None:
        """Show the cited paragraphs whole, to whoever wants to see them."""
        record = await self._record(pressed)
        if record is not None:
            blocks = whole_blocks(stored(record.body), self._service.settings.public_url)
            await self._open(pressed, told("The guidance in full", blocks))

    async def right(self, pressed: Pressed) -> None:
        """Keep that an answer was right."""
        kept = await self._keep(Opinion(pressed.person, pressed.value, "", ""), right=True)
        await self._voice.whisper(pressed.place, pressed.person, kept, sections(kept))

    async def wrong(self, pressed: Pressed) -> None:
        """Ask what was not right; that it was not is kept before, so that it takes the place of no reason given at once."""
        keeping = asyncio.create_task(self._keep(Opinion(pressed.person, pressed.value, "", ""), right=False))
        await asyncio.wait({keeping}, timeout=BEFORE_S)
        await self._open(pressed, why(pressed.value))
        await keeping

    async def reason(self, opinion: Opinion) -> View:
        """Keep why an answer was not right; the window that says so."""
        return said("What was not right?", await self._keep(opinion, right=False))

    async def share(self, pressed: Pressed) -> None:
        """Put an answer that only its asker saw into a thread of the channel, under its question without case detail."""
        record = await self._record(pressed, own=True)
        if record is None:
            return
        text = f"<@{pressed.person.user}> asked:\n{quoted(escaped(record.question))}"
        held = Metadata(event_type=SHARED, event_payload={"question": cut(record.question, 1000)})
        answer = stored(record.body)
        blocks = answer_blocks(answer, record.id, self._service.settings.public_url)
        try:
            thread = await self._voice.begin(pressed.place.channel, record.question, sections(text), held)
            await self._voice.say(Place(pressed.place.channel, thread), answer.answer, blocks)
        except SlackApiError as error:
            log.warning("An answer could not be shared: %s.", code(error))
            await self._voice.whisper(pressed.place, pressed.person, NO_ROOM, sections(NO_ROOM))

    async def remove(self, pressed: Pressed) -> None:
        """Show how a message with case detail is removed."""
        channel, ts, own = pressed.value.split()
        try:
            found = await self._voice.client.chat_getPermalink(channel=channel, message_ts=ts)
            permalink = str(found.get("permalink") or "")
        except SlackApiError:
            permalink = ""
        await self._open(pressed, told("Remove a message", removal_blocks(own == "1", permalink)))

    async def _open(self, pressed: Pressed, view: View) -> None:
        await self._voice.client.views_open(trigger_id=pressed.trigger, view=view)

    async def _record(self, pressed: Pressed, own: bool = False) -> Record | None:
        """The answer a button stands under; whoever pressed is told if it cannot be had."""
        person = pressed.person.id if own else None
        try:
            return await asyncio.to_thread(self._service.store.answer, pressed.value, person)
        except SQLAlchemyError as error:
            log.error("An answer could not be read: %s.", type(error).__name__)
            words = LOST
        except StoreError:
            words = "This answer has passed its retention period; ask again."
        await self._voice.whisper(pressed.place, pressed.person, words, sections(words))
        return None

    async def _keep(self, opinion: Opinion, right: bool) -> str:
        """Keep an opinion; the sentence for whoever gave it."""
        reason = Reason(opinion.reason) if opinion.reason else None
        give = self._service.store.give_feedback
        try:
            async with asyncio.timeout(KEEP_S):
                await asyncio.to_thread(give, opinion.answer, opinion.person.id, right, reason, opinion.comment)
        except (SQLAlchemyError, TimeoutError) as error:
            log.error("An opinion could not be kept: %s.", type(error).__name__)
            return LOST
        except StoreError:
            return NOT_YOURS
        return THANKS
