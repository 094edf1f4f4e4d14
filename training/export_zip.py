"""Office files whose bytes depend on what they hold and on nothing else."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_AMERICAN, _BRITISH = b'lang="en-US"', b'lang="en-GB"'
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest date a ZIP file can give its members."""


def settled(data: bytes) -> bytes:
    """The same archive without its members' dates and without its template's American English."""
    with ZipFile(BytesIO(data)) as given:
        return packed({name: given.read(name).replace(_AMERICAN, _BRITISH) for name in given.namelist()})


def packed(members: dict[str, bytes]) -> bytes:
    """An archive of some files, in their order."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as made:
        for name, content in members.items():
            own = ZipInfo(name, EPOCH)
            own.compress_type = ZIP_DEFLATED
            own.external_attr = 0o644 << 16
            made.writestr(own, content)
    return file.getvalue()
