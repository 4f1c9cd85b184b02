"""Which files go with a mail, and which are too large for one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import func, select

from app.domain.file_commands import MATERIAL
from app.domain.files import MOST_ATTACHED_BYTES, Attachment, Material
from app.domain.letters import Action, AttachmentRef, DownloadRow
from app.service.queries.file_page import DOWNLOAD
from app.service.scene import Scene
from app.service.times import LINKS_LAST

LEAD_ATTACHMENT = "lead_attachment"


class File(NamedTuple):
    """A stored file to be sent: ``lead_attachment`` or ``material``, its id and its name."""

    kind: str
    file_id: int
    name: str


@dataclass(frozen=True)
class Enclosed:
    """The parts of a mail with their names, and the files that are downloaded instead."""

    parts: tuple[AttachmentRef, ...]
    names: tuple[str, ...]
    downloads: tuple[DownloadRow, ...]


def enclosed(scene: Scene, files: Iterable[File]) -> Enclosed:
    """Return how files reach their reader: attached as long as one mail can hold them, else by a link.

    Many mail servers refuse mails over 20 or 25 MB, and in a mail a file takes a third more.
    Source: rulebook 5.3.
    """
    left, attached, downloads = MOST_ATTACHED_BYTES, [], []
    for file in files:
        size = _size(scene, file)
        if size <= left:
            left -= size
            attached.append(file)
            continue
        action = Action(DOWNLOAD, file.file_id, MATERIAL if file.kind == MATERIAL else "")
        downloads.append(DownloadRow(file.name, size, scene.now + LINKS_LAST, action))
    parts = tuple(AttachmentRef(file.kind, file.file_id) for file in attached)
    return Enclosed(parts, tuple(file.name for file in attached), tuple(downloads))


def _size(scene: Scene, file: File) -> int:
    table = Material if file.kind == MATERIAL else Attachment
    return scene.session.scalar(select(func.length(table.content)).where(table.id == file.file_id)) or 0
