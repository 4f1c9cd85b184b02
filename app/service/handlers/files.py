"""A file that was too large for a mail is downloaded by whoever may see it."""

from __future__ import annotations

from app.domain.file_commands import MATERIAL, FetchFile
from app.service.queries.file_page import file_for
from app.service.scene import Handled, Scene


def fetch(scene: Scene, command: FetchFile) -> Handled:
    """Note that somebody downloads a file; the page that follows sends its bytes.

    Raises: Unknown, NotPermitted, FileGone.
    Source: rulebook 5.3, 9.5.
    """
    option = MATERIAL if command.is_material else ""
    file = file_for(scene.session, scene.person(command.by), command.file_id, option)
    lead_id = file.lead.id if file.lead is not None else None
    return Handled("fetched", {"file_id": file.file_id}, lead_id, file.vendor.id)
