"""A forwarded mail, unwrapped: who wrote it first, to whom, when, what, and the forwarder's note on top."""
from inbound.forward.unwrap import Forwarded, is_forward_subject, unwrap

__all__ = ["Forwarded", "is_forward_subject", "unwrap"]
