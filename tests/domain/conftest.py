"""What the properties of the domain are tried with."""

from __future__ import annotations

from hypothesis import settings

# A busy machine is no reason to fail: what must be fast has a test that measures processor time.
settings.register_profile("house", deadline=None)
settings.load_profile("house")
