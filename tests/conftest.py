"""What every test may use."""

from __future__ import annotations

pytest_plugins = ["tests.run_options", "tests.services.servers.fixtures", "tests.edges.house"]
