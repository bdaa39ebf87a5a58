"""No template carries a style or a script within it, and none reaches for anything that the hub does not serve."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

import tideturn.hub

HUB = Path(tideturn.hub.__file__).parent
TEMPLATES = sorted(HUB.rglob("templates/**/*.html"))
DATA = {"application/json"}
"""What a script element may hold: data, which nothing runs."""
PICTURE = "{{ totp_svg_data_uri }}"


class Carried(HTMLParser):
    """What a page carries within it that it should not."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._within = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.found += [f"{tag} {name}" for name in given if name == "style" or re.fullmatch(r"on[a-z]+", name)]
        for name in ("src", "href", "action", "srcset", "data", "poster"):
            value = given.get(name, "")
            if value != PICTURE and re.match(r"\s*(https?:|data:|javascript:|//)", value, re.IGNORECASE):
                self.found.append(f"{tag} {name}={value}")
        if tag == "style" or (tag == "script" and "src" not in given and given.get("type") not in DATA):
            self.found.append(f"{tag} without a file")

    handle_startendtag = handle_starttag


def carried(text: str) -> list[str]:
    parser = Carried()
    parser.feed(re.sub(r"{%.*?%}", "", text))
    return parser.found


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(HUB).as_posix())
def test_a_template_carries_neither_style_nor_script(path: Path) -> None:
    assert carried(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "text",
    [
        '<p style="color: red">',
        "<style>p {}</style>",
        "<script>go()</script>",
        '<button onclick="go()">',
        '<img src="data:image/png;base64,AA">',
        '<script src="https://elsewhere.example/x.js"></script>',
        '<a href="javascript:go()">',
    ],
)
def test_what_must_be_found(text: str) -> None:
    assert carried(text)


def test_no_sheet_and_no_script_of_ours_names_another_place() -> None:
    served = [*HUB.rglob("static/**/*.css"), *HUB.rglob("static/**/*.js")]
    assert served
    for path in served:
        assert not re.search(r"https?://|data:|@import|eval\(|innerHTML|\.style\b", path.read_text("utf-8")), path.name


def test_every_page_stands_in_the_frame() -> None:
    """What has a heading of its own is a page; those that are shown without a request stand alone."""
    pages = [path for path in TEMPLATES if "<h1" in path.read_text("utf-8") and "cotton" not in path.parts]
    alone = [path.name for path in pages if not path.read_text("utf-8").startswith('{% extends "')]
    assert len(pages) > 20
    assert sorted(alone) == ["400.html", "500.html"]


def test_help_stands_at_the_foot_of_a_page() -> None:
    """Once on it, and with something in it; a part of a page, or a block that no page has, would never show it."""
    found = {path.name: path.read_text("utf-8") for path in TEMPLATES if "<c-help" in path.read_text("utf-8")}
    assert len(found) > 30
    for name, text in found.items():
        assert re.match(r'{% extends "(ui/base|forms/form|local_context/at_place)\.html" %}', text), name
        [block] = re.findall(r"{% block help %}(.*?){% endblock %}", text, re.DOTALL)
        assert re.fullmatch(r"({% if [^%]+ %})?<c-help>\n(<p>.+</p>\n)+</c-help>({% endif %})?", block), name
        assert text.count("<c-help") == 1, name


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(HUB).as_posix())
def test_what_there_is_a_part_for_is_not_written_again(path: Path) -> None:
    """A day or a moment is `|when`, unless it is told to the second; what may be wider than the page is a `c-scroll`;
    facts are `c-facts`, and how far work is a `c-progress`.
    """
    text = path.read_text("utf-8")
    assert not re.search(r"""\|date:"(?![^"]*s)[^"]*[jdFY]""", text)
    if "cotton" not in path.parts:
        assert not re.search(r'class="(scroll|facts|progress|timeline)\b', text)


PARTS = {path.stem.replace("_", "-"): path for path in TEMPLATES if path.parent.name == "cotton"}


def parts_in(path: Path) -> set[str]:
    """The parts of a page that a template is put together from, and those that they are."""
    own = set(re.findall(r"<c-([a-z-]+)", path.read_text("utf-8"))) - {"vars"}
    return own.union(*(parts_in(PARTS[part]) for part in own))


def test_every_part_stands_on_the_page_of_styles() -> None:
    """Some are of its frame, as the help at its foot is."""
    shown = {part for name in ("style", "base") for part in parts_in(HUB / f"ui/templates/ui/{name}.html")}
    assert set(PARTS) - shown == set()
