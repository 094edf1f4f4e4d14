"""Look at everything, in the order in which somebody would mend it."""

from collections.abc import Sequence
from functools import partial

from api.doctor import materials, surroundings
from api.doctor.finding import Finding, Verdict, do, looked_at
from api.errors import SettingsError
from api.libraries import newest
from api.settings import Settings, load_settings
from corpus.library import library_home

WIDTH = 22


def examine() -> list[Finding]:
    """What was found; with wrong settings only what does not hang on them is looked at."""
    found: list[Finding] = []
    own: Settings | None = None
    try:
        own = load_settings()
    except SettingsError as error:
        found.append(do("settings", str(error), "Correct it; 'verse serve --show-settings' shows what is read."))
    home = own.home if own else library_home()
    if own:
        found += looked_at("settings", partial(surroundings.settings, own))
    found += looked_at("model", materials.model)
    found += looked_at("learned files", materials.learned)
    found += looked_at("documents", partial(materials.documents, home))
    found += looked_at("library", partial(materials.library, home))
    if newest(home) is not None:
        found += looked_at("models of the library", partial(materials.networks, home))
    if own:
        for about in ("database", "private", "port", "disk"):
            found += looked_at(about, partial(getattr(surroundings, about), own))
    return found


def must_be_done(found: Sequence[Finding]) -> bool:
    """Whether anything must be."""
    return any(finding.verdict is Verdict.DO for finding in found)


def as_table(found: Sequence[Finding]) -> str:
    """The findings for a reader, each with what to do under it."""
    lines = []
    for finding in found:
        lines.append(f"{finding.verdict.value:<5} {finding.about:<{WIDTH}} {finding.said}")
        if finding.do:
            lines.append(f"{'':<5} {'':<{WIDTH}} -> {finding.do}")
    left = sum(finding.verdict is Verdict.DO for finding in found)
    lines.append("Nothing must be done." if not left else f"{left} {'thing' if left == 1 else 'things'} must be done.")
    return "\n".join(lines)
