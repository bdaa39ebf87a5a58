"""The palette as the style sheet has it, how far its colours are apart, and how they look to who sees fewer of them."""

import re
from itertools import pairwise
from pathlib import Path

import tideturn.hub.ui

SHEET = Path(tideturn.hub.ui.__file__).parent / "static/ui/tokens.css"
Colour = tuple[float, float, float]

# How red, green and blue are seen without the cones for long or for medium waves: the matrices for a severity of 1.0 in
# Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency", IEEE
# Transactions on Visualization and Computer Graphics 15 (6), 2009. They are applied to linear light.
SEEN = {
    "by all": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
}


def schemes() -> dict[str, dict[str, str]]:
    """Each scheme's colours by name; what the dark one does not name is as in the light one."""
    light, dark = SHEET.read_text(encoding="utf-8").split("@media screen and (prefers-color-scheme: dark)")
    found = {
        name: dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", text)) for name, text in (("light", light), ("dark", dark))
    }
    return {"light": found["light"], "dark": found["light"] | found["dark"]}


def linear(colour: str) -> Colour:
    """Red, green and blue as amounts of light (IEC 61966-2-1)."""
    parts = [int(colour[at:to], 16) / 255 for at, to in pairwise((1, 3, 5, 7))]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return red, green, blue


def contrast(one: str, other: str) -> float:
    """As WCAG 2.2 has it."""
    bright = sorted(0.2126 * red + 0.7152 * green + 0.0722 * blue for red, green, blue in map(linear, (one, other)))
    return (bright[1] + 0.05) / (bright[0] + 0.05)


def distance(one: str, other: str, seen: str) -> float:
    """How far two colours are apart in CIELAB, as somebody sees them; about 2 can just be told apart side by side."""
    (a, b) = (_lab(_as(SEEN[seen], linear(colour))) for colour in (one, other))
    return sum((x - y) ** 2 for x, y in zip(a, b, strict=True)) ** 0.5


def _as(matrix: tuple[Colour, Colour, Colour], light: Colour) -> Colour:
    red, green, blue = (
        min(1.0, max(0.0, sum(weight * part for weight, part in zip(row, light, strict=True)))) for row in matrix
    )
    return red, green, blue


def _lab(light: Colour) -> Colour:
    red, green, blue = light
    x = (0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047
    y = 0.2126729 * red + 0.7151522 * green + 0.0721750 * blue
    z = (0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883
    x, y, z = (part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in (x, y, z))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)
