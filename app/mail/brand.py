"""A vendor's brand in a mail: its colour, used sparingly, with text that stays readable on it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

_WHITE, _INK = "#ffffff", "#1b1d20"
# WCAG 2.2 AA asks for 4.5; a little more leaves room for rounding by clients.
_READABLE = 4.6


@dataclass(frozen=True)
class Brand:
    """Whose letter it is.

    colour: ``#rrggbb``. logo: Content-ID of the inline image, without brackets. imprint: one line of legal text.
    """

    vendor_name: str
    colour: str = "#1f5fa8"
    logo: str | None = None
    imprint: str = ""

    @cached_property
    def ink(self) -> str:
        """Text on the filled button: near-black where it reads well on the colour and better than white, else white."""
        on_black = contrast(_INK, self.colour)
        return _INK if on_black >= max(_READABLE, contrast(_WHITE, self.colour)) else _WHITE

    @cached_property
    def fill(self) -> str:
        """The button's fill: the colour, darkened only as far as its text needs."""
        return self.colour if self.ink == _INK else darkened_until_readable(self.colour, self.ink)


@lru_cache(maxsize=1024)
def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two ``#rrggbb`` colours, 1 to 21. Source: WCAG 2.2, relative luminance."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@lru_cache(maxsize=1024)
def darkened_until_readable(colour: str, ink: str) -> str:
    """Return the colour, or its nearest darker shade on which ``ink`` reaches AA."""
    red, green, blue = _channels(colour)
    for percent in range(100, 0, -4):
        shade = "#" + "".join(f"{channel * percent // 100:02x}" for channel in (red, green, blue))
        if contrast(shade, ink) >= _READABLE:
            return shade
    return _INK


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    linear = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in _channels(colour)))
    red, green, blue = linear
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
