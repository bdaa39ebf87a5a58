"""Find signs that words or headers would identify a person.

Each sign is found by its form and, if there is one, by its check rule: NHS numbers by modulus 11 (NHS Data Dictionary,
“NHS NUMBER”), National Insurance numbers by their prefixes (HMRC, National Insurance Manual NIM39110), unique pupil
numbers by modulus 23 (UK Government Data Standards Catalogue, “Unique Pupil Number”), postcodes by their areas and
letters (Royal Mail, Programmers' Guide to PAF). Personal names have no form, so only words that announce a name (“my
name is …”) count as a sign, and as a weak one. Nothing here ever returns what it found, only its kind and place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl


@dataclass(frozen=True, order=True)
class Sign:
    """One sign: its start and end in the text, its kind, and whether it is strong enough to refuse the text."""

    start: int
    end: int
    kind: str
    certain: bool = True


EMAIL: Final = "an e-mail address"
PHONE: Final = "a telephone number"
POSTCODE: Final = "a full postcode"
BIRTH: Final = "a date of birth"
NHS: Final = "an NHS number"
INSURANCE: Final = "a National Insurance number"
PUPIL: Final = "a unique pupil number"
NAME: Final = "a person's name"
ADDRESS: Final = "an address"

# ── Headers ───────────────────────────────────────────────────────────────────────────────────────────────────────

_HEADS: Final = {
    NAME: "name names fullname firstname lastname forename forenames surname surnames nickname alias initials",
    BIRTH: "dob birth birthdate birthday dateofbirth",
    ADDRESS: "address addresses street housenumber latitude longitude ipaddress",
    POSTCODE: "postcode postcodes postalcode zip zipcode",
    EMAIL: "email emails mail emailaddress",
    PHONE: "phone phones telephone tel mobile landline cell phonenumber mobilenumber telephonenumber fax",
    NHS: "nhsnumber nhsno nhsnum",
    INSURANCE: "nino ninumber nationalinsurance nationalinsurancenumber",
    PUPIL: "upn uniquepupilnumber",
    "a passport number": "passport passportnumber",
}
_REFUSED: Final = {word: kind for kind, words in _HEADS.items() for word in words.split()}
_PHRASES: Final = (
    (re.compile(r"\b(?:nhs|chi) (?:number|no|num|id)\b"), NHS),
    (re.compile(r"\b(?:ni (?:number|no|num)|national insurance)\b"), INSURANCE),
    (re.compile(r"\bunique pupil\b"), PUPIL),
    (re.compile(r"\b(?:date of birth|birth date|d o b)\b"), BIRTH),
    (re.compile(r"\b(?:first|last|full|given|family|middle|maiden|preferred) name\b"), NAME),
    (re.compile(r"\bip address\b"), ADDRESS),
    (re.compile(r"^(?:.* )?contact (?:number|no|num)$"), PHONE),
    (re.compile(r"^post code$|^(?:home|full) post code$"), POSTCODE),
    (re.compile(r"^e mail(?: address)?$"), EMAIL),
)
_DECORATION: Final = frozenset(
    """
    number no num line 1 2 3 4 5 date day of the person persons child childs parent parents carer carers
    client clients worker workers yp young cyp contact home work main other case respondent participant
    attendee user my your primary secondary full first last given family middle maiden preferred known second
    mother mothers father fathers staff caseworker practitioner professional pupil student patient s and mum
    dad guardian referrer author personal code recipient social key lead manager officer teacher location
    """.split()  # noqa: SIM905 (words read better than a list of quotation marks)
)


def header_sign(header: str) -> str | None:
    """Return the kind of identity that a column's header announces; None for a harmless header.

    A header is refused if all its words announce identity, apart from joining words such as *child* and *number*:
    `child_dob` and `Contact e-mail 2` are refused, `organisation_name` and `phone_support_helped` are not.
    """
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", header)
    words = re.sub(r"[\W_]+", " ", spaced.lower().replace("'", "").replace("’", "")).strip()
    for phrase, kind in _PHRASES:
        if phrase.search(words):
            return kind
    for split in (words.split(), re.sub(r"[\W_]+", " ", header.lower()).split()):
        core = [word.rstrip("0123456789") for word in split if word not in _DECORATION]
        if core and all(word in _REFUSED for word in core):
            return _REFUSED[core[0]]
    return None


# ── Text ──────────────────────────────────────────────────────────────────────────────────────────────────────────

_PLAIN: Final = {
    **dict.fromkeys(map(ord, "\u00a0\u2007\u2009\u202f\u2002\u2003\u200a\t"), " "),
    **dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212\ufe63\uff0d"), "-"),
    **{0xFF10 + digit: str(digit) for digit in range(10)},
    0xFF20: "@",
    0xFF0B: "+",
    0xFF0E: ".",
}
"""Other ways of writing spaces, hyphens and digits, each one code point, so that positions stay the same."""

_BEFORE: Final = r"(?<![\w/#£$€+-])(?<!\d[.,:])"
_AFTER: Final = r"(?![\w%])(?![-/]\w)(?![.,:]\d)"
"""Patterns that require a number to be alone: not part of a reference, a decimal, a sum of money or a hash."""

_EMAIL: Final = re.compile(
    r"(?<![\w.+'%-])[\w.+'%-]{1,254} ?(?:@|[(\[{<] ?at ?[)\]}>]) ?"
    r"(?:[\w-]{1,63}(?:\.| ?[(\[{<] ?dot ?[)\]}>] ?))+[a-z]{2,}",
    re.IGNORECASE,
)
_SEP: Final = r"(?: ?[-.] ?| {1,2})?"
_PHONES: Final = (
    # The international way, and with the plus lost.
    re.compile(
        rf"(?<![\w/#£$€-])(?:\+|\(\+|00){_SEP}44\)?{_SEP}(?:\(0\){_SEP}|0)?[1-357-8](?:{_SEP}\d){{8,9}}{_AFTER}"
    ),
    re.compile(rf"{_BEFORE}44 ?7[1-57-9]\d{{2}} ?\d{{3}} ?\d{{3}}{_AFTER}"),
    re.compile(rf"(?<![\w/#£$€-])\+[1-9]\d{{0,2}}(?:{_SEP}\(?\d\)?){{8,12}}{_AFTER}"),
    # The national way: the first group has three digits or more, which keeps dates out.
    re.compile(rf"{_BEFORE}(?:\(0\d{{2,4}}\)|0\d{{2,4}}){_SEP}\d(?:{_SEP}\d){{5,8}}{_AFTER}"),
)
_AREA: Final = re.compile(r"0(?:1[1-9]|2[03489]|3[0347]|5[56]|7[0-57-9]|8[0247])")
_POSTCODE_AREAS: Final = """
    AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX
    FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE
    NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ
    TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE
"""
_POSTCODE: Final = re.compile(
    r"(?<!\w)(?P<area>" + "|".join(sorted(_POSTCODE_AREAS.split(), key=len, reverse=True)) + r")"
    r"(?P<district>[0-9][0-9]?|[0-9][A-HJKMNPR-Y])(?P<gap> {0,3})(?P<sector>[0-9])(?P<unit>[ABD-HJLNP-UW-Z]{2})(?!\w)",
    re.IGNORECASE,
)
_NO_UNITS: Final = frozenset({"st", "nd", "rd", "th", "hr", "ft", "lb", "pp"})
"""Endings that follow a digit in ordinary writing: `E1 2nd`, `W3 4th`."""
_REFERENCE: Final = re.compile(r"^[-./#]|[-/]$")
_HEX: Final = frozenset("0123456789abcdef")
_INSURANCE: Final = re.compile(
    r"(?<![\w/-])(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]"
    r"(?P<gap>[ -]?)\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[A-D](?![\w/])(?!-\w)",
    re.IGNORECASE,
)
_TEN: Final = re.compile(rf"{_BEFORE}(?<!\d )\d{{3}}[ .-]?\d{{3}}[ .-]?\d{{4}}{_AFTER}(?! \d)")
_NHS_WORD: Final = re.compile(r"\b(?:nhs|chi|health and care)\b[^\d]{0,20}$", re.IGNORECASE)
_ISSUED: Final = re.compile(r"[4-9]|3[2-9]|(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])")
"""First digits of issued NHS numbers: in England and Wales, in Northern Ireland, and (a birthday) in Scotland."""
_PUPIL: Final = re.compile(r"(?<![\w/-])([A-HJ-NP-RT-Z])(\d{11}[\dA-HJ-NP-RT-Z])(?![\w/-])", re.IGNORECASE)
_PUPIL_LETTERS: Final = "ABCDEFGHJKLMNPQRTUVWXYZ"

_MONTH: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)"
)
_FULL_DATE: Final = (
    r"(?:\d{4}-\d{1,2}-\d{1,2}|\d{4}/\d{1,2}/\d{1,2}|\d{1,2} ?[/.-] ?\d{1,2} ?[/.-] ?(?:\d{4}|\d{2})|\d{8}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?[ -](?:of )?{_MONTH}\.?,?[ -](?:\d{{4}}|['’]?\d{{2}})"
    rf"|{_MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?,? (?:\d{{4}}|['’]?\d{{2}}))"
)
_FORM_WORD: Final = r"(?:\bd\.? ?o\.? ?b\b\.?|\bbirth[ -]?date\b|\bdate[ -]of[ -]birth\b)"
_BORN: Final = r"(?:\bborn\b|\bbirthday\b|\bb\. ?(?=\d))"
_LEADING_TO: Final = r"(?:[ ,:;=(-]|\b(?:(?i:on|the|of|is|was|in|at|a)|[A-Z][\w'’-]{0,40})\b){0,9}"
"""Pattern for what may be between *born* and the day: small words and the names of places, but no new thought."""
_BIRTH: Final = (
    re.compile(rf"(?i:{_FORM_WORD})[^\d\n]{{0,30}}(?<!\d)(?i:{_FULL_DATE})(?!\d)"),
    re.compile(rf"(?i:{_BORN}){_LEADING_TO}(?<![\w])(?i:{_FULL_DATE})(?!\d)"),
    re.compile(
        rf"(?<!\d)(?i:{_FULL_DATE}[ ,(]{{1,3}}(?:is |was |as )?(?:(?:his|her|their|the|my) )?)"
        rf"(?i:{_FORM_WORD}|birthday\b)"
    ),
)

_A_NAME: Final = r"[A-Z][a-zà-öø-ÿ]+(?:[-’'][A-Z][a-zà-öø-ÿ]+)?"
_NAMES: Final = (
    re.compile(
        rf"\b(?:[Mm]y|[Hh]is|[Hh]er|[Tt]heir) (?:first |full |last |real )?(?:name is|name's|name was) {_A_NAME}"
    ),
    re.compile(
        r"\b(?i:boy|girl|lad|lass|son|daughter|child|kid|man|woman|brother|sister|friend|mate|mum|dad|mother|father|person|"
        r"pupil|worker|officer|teacher)(?i: is| was|'s|’s|,)? (?i:called|named|known as) " + _A_NAME
    ),
    # Without a verb before it, “she called Childline” is about a call.
    re.compile(r"\b(?i:he|she|I|who)(?i: is| was|'s|’s|'m|’m| am) (?i:called|named|known as) " + _A_NAME),
    re.compile(
        rf"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Sgt|PC|DC|DS|DI|Cllr)\.? (?:[A-Z]\.? )?{_A_NAME}(?!['’]?s? (?:Street|Road))"
    ),
)

_EDGE: Final = r"(?-u:\b)"
"""Pattern for the edge of a word, not counting letters outside ASCII: it misses no edge and is far faster."""
_MAYBE: Final = (
    r"@|[(\[{<] ?at ?[)\]}>]"
    r"|\d(?:[^\d\n]{0,4}\d){7}"
    rf"|(?i:{_EDGE}[a-z]{{1,2}}\d[\da-z]?\s{{0,3}}\d[a-z]{{2}}{_EDGE})"
    rf"|(?i:{_EDGE}[a-z]{{2}}[ -]?\d{{2}}[ -]?\d{{2}}[ -]?\d{{2}}[ -]?[a-d]{_EDGE})"
    rf"|(?i:{_EDGE}born{_EDGE}|birth|{_EDGE}d\.? ?o\.? ?b{_EDGE}|{_EDGE}b\. ?\d)"
    r"|＠|[０-９]"
    rf"|name is|name's|name was|called|named|known as|{_EDGE}(?:Mr|Mrs|Ms|Miss|Dr|Prof|Sgt|PC|DC|DS|DI|Cllr){_EDGE}"
)
"""Pattern that every cell with a sign matches: compiled code skips the million cells that do not match."""
_A_COUNT: Final = r"^-?(?:0|[1-9]\d{0,8})(?:\.\d+)?$|^(?:19|20)\d\d-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?)?$"
"""Pattern for a number, a day or a time as the folder writes them."""


def signs(text: str) -> tuple[Sign, ...]:
    """Return every sign in `text`, in order; none overlaps another that began before it."""
    plain = text.translate(_PLAIN)
    found = sorted(sign for search in _SEARCHES for sign in search(plain))
    kept: list[Sign] = []
    for sign in found:
        if not kept or sign.start >= kept[-1].end:
            kept.append(sign)
    return tuple(kept)


def _emails(text: str) -> Iterator[Sign]:
    if "@" in text or re.search(r"[(\[{<] ?at ?[)\]}>]", text, re.IGNORECASE):
        for match in _EMAIL.finditer(text):
            yield Sign(match.start(), match.end(), EMAIL)


def _phones(text: str) -> Iterator[Sign]:
    for number, pattern in enumerate(_PHONES):
        for match in pattern.finditer(text):
            if number < 3 or _is_national(match.group()):
                yield Sign(match.start(), match.end(), PHONE)


def _is_national(written: str) -> bool:
    """Return whether a number is national: eleven digits with a national code, in groups of three or more or in pairs
    after five; or ten digits in two groups of five.
    """
    digits = re.sub(r"\D", "", written)
    if not _AREA.match(digits) or len(set(digits[1:])) == 1:
        return False
    if len(digits) == 10:
        return re.match(r"\(?01\d{3}\)?[ -]\d{5}$", written) is not None
    first, *after = (len(group) for group in re.findall(r"\d+", written))
    return len(digits) == 11 and (min(after, default=3) >= 3 or (first == 5 and set(after) == {2}))


def _postcodes(text: str) -> Iterator[Sign]:
    for match in _POSTCODE.finditer(text):
        unit, written = match["unit"], match.group()
        if unit.lower() in _NO_UNITS and not (match["area"].isupper() and unit.isupper()):
            continue
        # Without a gap it may be part of a hash (in small letters) or of a reference (next to a stroke).
        hashed = written == written.lower() and set(written) <= _HEX
        if not match["gap"] and (hashed or _REFERENCE.search(text[max(0, match.start() - 1) : match.end() + 1])):
            continue
        yield Sign(match.start(), match.end(), POSTCODE)


def _known_by_form(text: str) -> Iterator[Sign]:
    """Yield the signs that form alone shows; a name is a weak sign."""
    for patterns, kind in ((_BIRTH, BIRTH), ((_INSURANCE,), INSURANCE), (_NAMES, NAME)):
        for pattern in patterns:
            for match in pattern.finditer(text):
                yield Sign(match.start(), match.end(), kind, certain=kind != NAME)


def _nhs_numbers(text: str) -> Iterator[Sign]:
    for match in _TEN.finditer(text):
        written = match.group()
        grouped = len(written) == 12 and written[3] == written[7]
        alone = len(written) == 10 and _ISSUED.match(written)
        told = grouped or alone or _NHS_WORD.search(text[max(0, match.start() - 40) : match.start()])
        if told and is_nhs_number(written):
            yield Sign(match.start(), match.end(), NHS)


def is_nhs_number(written: str) -> bool:
    """Return whether the last of ten digits is the modulus-11 check digit of the first nine (weights 10 down to 2)."""
    digits = [int(character) for character in written if character.isdigit()]
    if len(digits) != 10 or len(set(digits)) == 1:
        return False
    check = 11 - sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return check != 10 and check % 11 == digits[9]


def _pupil_numbers(text: str) -> Iterator[Sign]:
    for match in _PUPIL.finditer(text):
        if is_pupil_number(match.group()):
            yield Sign(match.start(), match.end(), PUPIL)


def is_pupil_number(written: str) -> bool:
    """Return whether the first letter is the modulus-23 check letter (weights 2 to 13) of the rest.

    The rest is eleven digits, then a digit or, for a temporary number, a letter.
    """
    letter, rest = written[0].upper(), written[1:].upper()
    values = [int(c) if c.isdigit() else _PUPIL_LETTERS.index(c) for c in rest]
    total = sum(value * weight for value, weight in zip(values, range(2, 14), strict=True))
    return _PUPIL_LETTERS[total % 23] == letter


_SEARCHES: Final = (_emails, _phones, _postcodes, _nhs_numbers, _pupil_numbers, _known_by_form)

# ── Columns ───────────────────────────────────────────────────────────────────────────────────────────────────────

_WRITTEN: Final = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%Y/%m/%d", "%d/%m/%y", "%d %B %Y", "%d %b %Y")
_OWN_NUMBERS: Final = 20
"""Minimum number of ten-digit values for a column to show that it holds the programme's own numbers."""
_PATTERN: Final = 3
"""Minimum number of cells that show a pattern."""
_SMALL: Final = 20_000
"""Maximum number of rows where searching every cell costs less than first finding each column's distinct cells."""
_LOST_ZERO: Final = r"^7[1-57-9]\d{2} ?\d{3} ?\d{3}$"


def column_signs(column: pl.Series, *, distinct: bool = False) -> dict[str, tuple[Sign, ...]]:
    """Return every distinct cell of a text column that shows a sign, with its signs; `distinct` says that all cells are
    distinct already.

    By chance one ten-digit number in eleven passes the check of an NHS number. So if a column holds many of them and
    fewer than half pass, they are numbers of another kind, and only the first that passes is reported, as uncertain. If
    nearly all cells are mobile numbers that have lost their leading 0 (as spreadsheets do), they are reported as
    uncertain too.
    """
    cells = column if distinct else column.drop_nulls().unique()
    cells = cells.filter(~cells.str.contains(_A_COUNT))
    if cells.is_empty():
        return {}
    found = {cell: signs(cell) for cell in cells.filter(cells.str.contains(_MAYBE)).sort()}
    found = {cell: shown for cell, shown in found.items() if shown}
    if any(sign.kind == NHS for shown in found.values() for sign in shown):
        numbers = cells.filter(cells.str.contains(r"^\d{10}$"))
        passing = [cell for cell in numbers.sort() if cell in found]
        if numbers.len() >= _OWN_NUMBERS and len(passing) * 2 < numbers.len():
            found = {cell: shown for cell, shown in found.items() if cell not in passing[1:]}
            found[passing[0]] = (Sign(0, 10, NHS, certain=False),)
    mobiles = cells.filter(cells.str.contains(_LOST_ZERO))
    if mobiles.len() >= _PATTERN and mobiles.len() >= 0.9 * cells.len():
        for cell in mobiles:
            found.setdefault(cell, (Sign(0, len(cell), PHONE, certain=False),))
    return found


def columns_worth_searching(frame: pl.DataFrame) -> list[str]:
    """Return the text columns that may hold a sign: for a small table one query on all of them saves a
    query on each.
    """
    texts = [name for name, dtype in frame.schema.items() if dtype == pl.String]
    if not texts or frame.height > _SMALL:
        return texts
    cells = pl.col(texts)
    seen = frame.select((cells.str.contains(f"(?:{_MAYBE})|{_LOST_ZERO}") & ~cells.str.contains(_A_COUNT)).any()).row(0)
    return [name for name, maybe in zip(texts, seen, strict=True) if maybe]


def texts_worth_searching(texts: Mapping[str, str]) -> list[str]:
    """Return the names of the texts with a line that may hold a sign."""
    maybe = pl.Series(texts.values(), dtype=pl.String).str.contains(f"(?m:(?:{_MAYBE})|{_LOST_ZERO})")
    return [name for name, worth in zip(texts, maybe, strict=True) if worth]


def columns_like_dates(frame: pl.DataFrame) -> list[str]:
    """Return the text columns where nine in ten of the first thousand cells may be dates: all real ones, and few
    others.
    """
    if not frame.width or not frame.height:
        return []
    # Each way of writing a date has a digit before and after something that is none.
    first = pl.all().drop_nulls().head(1000)
    likely = frame.select(first.str.contains(r"(?s)[0-9][^0-9]+[0-9]").mean()).row(0)
    return [name for name, share in zip(frame.columns, likely, strict=True) if share is not None and share >= 0.9]


def dates_make_young_ages(column: pl.Series, on: date) -> bool:
    """Return whether 90% of a text column's cells are full dates, and 90% of those give an age of 5 to 25 on a day.

    Fewer than three cells show no pattern.
    """
    cells = column.drop_nulls()
    if cells.len() < _PATTERN:
        return False
    days = parsed_dates(cells)
    if days.drop_nulls().len() < 0.9 * cells.len():
        return False
    ages = (pl.Series([on]).cast(pl.Date) - days.drop_nulls()).dt.total_days() / 365.25
    return bool(ages.is_between(5, 26).mean() >= 0.9)  # type: ignore[operator]


def parsed_dates(cells: pl.Series) -> pl.Series:
    """Return dates written the ISO way, the British way, or with the month's name; null for a cell that is no date."""
    frame = pl.DataFrame({"cell": cells.str.strip_chars().str.replace(r"[ T]00:00(?::00)?$", "")})
    days = [pl.col("cell").str.to_date(written, strict=False) for written in _WRITTEN]
    # A two-digit year read as four digits would be in antiquity.
    return frame.select(pl.coalesce([pl.when(day.dt.year() >= 1900).then(day) for day in days])).to_series()
