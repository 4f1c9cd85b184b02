"""When the clock comes back to something that waits for a person."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.domain.people import Vendor

# Every link of a letter but those of its footer.
LINKS_LAST = timedelta(days=60)
# The link that brings a file to whoever opens it.
LINK_TO_FILE_LASTS = timedelta(days=1)


def next_morning(vendor: Vendor, now: datetime) -> datetime:
    """Return the vendor's next start of work on a later day, when an untouched thing is shown again."""
    calendar = vendor.calendar
    return calendar.opening(calendar.local_day(now) + timedelta(days=1))


def in_a_week(vendor: Vendor, now: datetime) -> datetime:
    """Return when something that was shown more than once is shown again: five working days later, in the morning."""
    calendar = vendor.calendar
    return calendar.opening(calendar.working_day_after(calendar.local_day(now), 5))
