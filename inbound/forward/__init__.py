"""A forwarded mail, unwrapped: who wrote it first, to whom, when, what, and the forwarder's note on top."""

from inbound.forward.subject import is_forward_subject
from inbound.forward.unwrap import Forwarded, unwrap

__all__ = ["Forwarded", "is_forward_subject", "unwrap"]
