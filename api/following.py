"""A library that is built anew is answered from without a restart: opened and warmed beside the one that is served."""

import asyncio
import logging
from pathlib import Path

from api.libraries import newest
from api.problems import log_defect
from api.remembered import remembering
from api.service import Service, open_assistant
from training.prepared import prepare

CHECK_S = 2.0
WARM = "How soon must a referral be decided on?"
log = logging.getLogger(__name__)


async def following(service: Service) -> None:
    """Move on whenever another build becomes current; among several workers that is their supervisor's affair."""
    refused: Path | None = None
    while service.settings.workers == 1:
        await asyncio.sleep(CHECK_S)
        library = await asyncio.to_thread(newest, service.settings.home)
        if library is None or library in (service.library.folder, refused):
            continue
        try:
            await asyncio.to_thread(_move, service)
        except Exception as error:  # whatever is wrong with the new one, the one that is served goes on answering
            refused = library
            log.error("The new library is not taken; the one before is answered from.")
            log_defect(error)
        else:
            log.info("A new library has been built and is answered from: %s.", service.library.manifest.fingerprint)
            await prepared(service)


async def prepared(service: Service) -> None:
    """Make ready what a first reader or trainer would otherwise wait for."""
    try:
        await asyncio.to_thread(service.alignments.prepare)
        await asyncio.to_thread(prepare, service.library)
    except Exception as error:  # documents are shown without the other edition's paragraphs, trainers wait
        log.error("The editions could not be set side by side, or the training material not be made ready.")
        log_defect(error)


def _move(service: Service) -> None:
    assistant = open_assistant(service.settings)
    assistant.ask(WARM)
    service.move_to(remembering(assistant, service.settings))
