"""The installation of the edge tests behind a real web server, for a real browser."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from werkzeug.serving import make_server

from tests.edges.house import House, settled_house
from tests.services.servers.processes import free_port


@dataclass
class Site:
    """A house and the address under which a browser finds it."""

    house: House
    url: str

    def link(self, name: str, wish: str, object_id: int = 0, option: str = "") -> str:
        """Return a link from a mail to somebody."""
        return f"{self.url}/a/{self.house.token(name, wish, object_id, option)}"


@contextlib.contextmanager
def serving(folder: Path) -> Iterator[Site]:
    """Serve an installation in a folder on a free port until the context ends."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    port = free_port()
    site = f"http://127.0.0.1:{port}"
    house = settled_house(folder, base_url=site)
    server = make_server("127.0.0.1", port, house.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield Site(house, site)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        house.parts.database.dispose()
