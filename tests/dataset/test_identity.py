"""Signs of identity: a planted set of which all are found, and a large harmless set of which next to none are."""

import hashlib
import random
import time
from datetime import date

import polars as pl
import pytest

from tideturn.dataset.identity import (
    BIRTH,
    EMAIL,
    INSURANCE,
    NAME,
    NHS,
    PHONE,
    POSTCODE,
    PUPIL,
    column_signs,
    dates_make_young_ages,
    header_sign,
    is_nhs_number,
    is_pupil_number,
    signs,
)

# Telephone numbers are those that Ofcom sets aside for drama; postcodes are those of public buildings; the NHS numbers
# 943 476 5919 and 401 023 2137 are the NHS Data Dictionary's examples; the National Insurance numbers are made up.
PLANTED = {
    EMAIL: (
        "mail jo.sample@example.org",
        "JO_SAMPLE+x@EXAMPLE.CO.UK",
        "jo (at) example.org",
        "jo [at] example [dot] org",
        "<jo@mail.example.org>",
        "write to jo@example.org.",
        "mailto:jo@example.org",
        "jo＠example.org",
    ),
    PHONE: (
        "07700 900123",
        "07700900123",
        "07700 900 123",
        "07700-900-123",
        "07700.900123",
        "07700 90 01 23",
        "07700\u00a0900\u202f123",
        "07700\u2013900\u2013123",
        "０７７００９００１２３",
        "tel:07700900123",
        "ring 07700900123, not before nine",
        "07700900123,next",
        "my number is 07700900123.",
        "+44 7700 900123",
        "+447700900123",
        "+44 (0)7700 900123",
        "+44(0)161 496 0000",
        "0044 7700 900123",
        "447700900123",
        "0161 496 0000",
        "(0161) 496 0000",
        "01614960000",
        "0161-496-0000",
        "020 7946 0958",
        "(020) 7946 0958",
        "+44 20 7946 0958",
        "01632 960001",
        "01632 960 001",
        "01632 96000",
        "028 9649 6000",
        "0800 496 0123",
        "+353 1 234 5678",
    ),
    POSTCODE: (
        "SW1A 1AA",
        "sw1a 1aa",
        "SW1A1AA",
        "sw1a1aa",
        "lives at SW1A 1AA, second floor",
        "(EC4M 8AD)",
        "SE1  9SG",
        "SE1\u00a09SG",
        "M2 5DB",
        "B3 3DH.",
        "postcode:DN55 1PT",
        "W1A 1AA",
        "WC2N 5DN/WC2N 5DX",
        "CR2 6XH",
        "BT1 5GS",
    ),
    BIRTH: (
        "born 12/03/2005",
        "Born on 12 March 2005",
        "born on the 12th of March, 2005",
        "born March 12, 2005",
        "He was born in Leeds on 12 March 2005.",
        "dob 12.03.05",
        "DOB: 2005-03-12",
        "DOB=12/03/05",
        "dob 20050312",
        "d.o.b. 12/3/05",
        "D.O.B 12-03-2005",
        "DoB (from the school): 12 Mar 2005",
        "date of birth is 12th March 2005",
        "date-of-birth 2005-03-12",
        "12/03/2005 (DOB)",
        "12 March 2005 is her date of birth",
        "his birthday is 3rd May 2004",
        "b. 12/03/2005",
    ),
    NHS: (
        "943 476 5919",
        "9434765919",
        "943-476-5919",
        "943.476.5919",
        "NHS no 9434765919",
        "NHS number: 401 023 2137.",
        "NHS: 401023 2137",
    ),
    INSURANCE: ("AB123456C", "AB 12 34 56 C", "ab123456c", "AB 123456 C", "AB-12-34-56-C", "NI number JG103759A."),
    PUPIL: ("B801200005001", "upn b801200005001"),
    NAME: (
        "my name is Sample and I",
        "a boy called Sample told us",
        "her name was Sample",
        "I spoke to Mrs Sample about it",
        "Dr. Sample wrote",
        "He is known as Sample",
        "the social worker, called Sample",
    ),
}


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in PLANTED.items() for text in texts])
def test_every_planted_sign_is_found_alone_in_a_sentence_and_in_a_column(kind, text):
    assert kind in [sign.kind for sign in signs(text)]
    inside = f"They said on Monday that {text} and went on."
    assert kind in [sign.kind for sign in signs(inside)]
    cells = [f"session {n} was held" for n in range(50)]
    assert list(column_signs(pl.Series([*cells, inside]))) == [inside]


def test_a_sign_knows_where_it_stands_and_never_holds_what_it_found():
    text = "Ring 07700 900123 or write to jo@example.org"
    assert [(sign.kind, text[sign.start : sign.end]) for sign in signs(text)] == [
        (PHONE, "07700 900123"),
        (EMAIL, "jo@example.org"),
    ]
    assert "900123" not in repr(signs(text))


MONTHS = ("January", "March", "May", "June", "July", "August", "October", "December")


def _harmless(random_one: random.Random) -> dict[str, str]:
    """One cell of each harmless kind."""
    one, two, many = random_one.randint(1, 999), random_one.randint(1, 99_999), random_one.randint(1, 99_999_999)
    day = f"{random_one.randint(2015, 2022)}-{random_one.randint(1, 12):02}-{random_one.randint(1, 28):02}"
    slashed = "/".join(reversed(day.split("-")))
    spoken = f"{random_one.randint(1, 28)} {random_one.choice(MONTHS)} 2019"
    area, other = (
        random_one.choice(["M16", "SE1", "M1", "B33", "E17", "N1", "W1", "SW1A", "EC1A", "M60"]),
        random_one.choice(["SE1", "B12", "L8"]),
    )
    digest = hashlib.sha256(str(random_one.random()).encode()).hexdigest()
    kinds = {
        "case": (
            "L-{two:04}",
            "M{two:05}",
            "C{many:08}",
            "BHM-{one:03}-A",
            "GM/{two:04}/19",
            "M16-{one:03}",
            "{two:08}",
        ),
        "money": ("£{many:,}", "£{many}", "£{two:,}.50", "GBP {many:,}", "{two:,} pounds", "£0{two}"),
        "share": ("{one} of {two} ({one}%; 53% to 90%)", "76%", "{one} per cent", "0.{many:08}", "1.{many:010}"),
        "place": (
            "{two}-{many}",
            "interview/I-{one:03}/{two}-{many}/code",
            "characters {one} to {two}",
            "survey:s:R{two}:q1",
        ),
        "reference": (
            "REF-{many:011}",
            "REF{many:011}",
            "#{many:011}",
            "INC{many:010}",
            "PO {two:07}",
            "0{one:03}/{two:05}",
            "2019/{two:05}/{one:03}",
            "order no. {two:06}",
            "doc-0{many:010}",
            "{many:012}",
            "{two:06}-{one:04}",
            "crime ref 06C/{two:06}/19",
        ),
        "district": (
            "We worked in {area} and {other}.",
            "{area}, {other} and {area}",
            "{area} 2nd floor",
            "between {area} and {other} on {day}",
            "room {area} 3pm",
            "{area} 4th session",
            "{area}: {one} people",
        ),
        "meeting": (
            "The panel met on {day}.",
            "Minutes of {slashed} - {slashed}",
            "{day} to {day}",
            "{day}T14:30:00",
            "reviewed on {spoken}",
            "{slashed} 14:30-16:00",
            "01-02-2019 14:30",
            "from 0930 to 1045 on {day}",
        ),
        "hash": (digest, digest[:12], digest[:8], digest[:7], digest.upper(), f"sha256:{digest}"),
        "counts": (
            "{one} {one} {two} {one} {one}",
            "{one},{two},{one},{one}",
            "020 {one} 30 {one} 12",
            "1 2 3 4 5 6 7 8 9 10 11 12",
        ),
        "words": (
            "The idea was born in 2018.",
            "A team born of necessity, which met {day}",
            "born out of the pilot of {spoken}",
            "contact with the birth family since {day}",
            "a group called by the panel {one} times",
            "PC use rose by {one}%",
            "the so-called Safer Schools plan",
            "They named three priorities for {area}",
            "MS Teams calls: {one}",
            "known as contextual safeguarding",
            "a worker called to say that things were better",
            "those who called Childline {one} times",
            "Miss out on {one} sessions",
            "10 @ £{one}",
            "at 10 (at most {one}) places",
            "Nb: {one} ab12 cases",
        ),
    }
    told = {"one": one, "two": two, "many": many, "day": day, "slashed": slashed, "spoken": spoken}
    return {kind: random_one.choice(forms).format(**told, area=area, other=other) for kind, forms in kinds.items()}


CEILING = 0.001
"""False alarms that are put up with: one harmless cell in a thousand."""


def test_harmless_cells_raise_at_most_one_false_alarm_in_a_thousand():
    random_one = random.Random(20180901)
    cells = [cell for _ in range(3000) for cell in _harmless(random_one).values()]
    assert len(cells) >= 20_000
    alarms = [(cell, signs(cell)) for cell in cells if signs(cell)]
    assert len(alarms) <= CEILING * len(cells), alarms[:20]
    by_column = column_signs(pl.Series(cells))
    assert set(by_column) == {cell for cell, _ in alarms}


def test_a_programmes_own_ten_digit_numbers_are_one_doubt_and_no_error():
    random_one = random.Random(7)
    own = [str(random_one.randint(4_000_000_000, 7_999_999_999)) for _ in range(2000)]
    assert sum(map(is_nhs_number, own)) > 100
    found = column_signs(pl.Series(own))
    assert len(found) == 1
    assert not any(sign.certain for shown in found.values() for sign in shown)


def test_a_column_of_nhs_numbers_is_refused_in_every_cell():
    numbers = [n for n in map(str, range(4_000_000_000, 4_000_001_000)) if is_nhs_number(n)]
    found = column_signs(pl.Series(numbers))
    assert len(found) == len(numbers) > 50
    assert all(sign.certain for shown in found.values() for sign in shown)


def test_mobile_numbers_that_lost_their_zero_are_doubted():
    found = column_signs(pl.Series(["7700900123", "7700900124", "7700 900125", None]))
    assert {sign.kind for shown in found.values() for sign in shown} <= {PHONE, NHS}
    assert len(found) == 3


def test_check_digits_are_reckoned_as_their_owners_say():
    # NHS Data Dictionary, NHS NUMBER: 943 476 5919 and 401 023 2137 are valid; one digit more or less is not.
    assert is_nhs_number("9434765919")
    assert is_nhs_number("401 023 2137")
    assert not is_nhs_number("9434765918")
    assert not is_nhs_number("4444444444")
    # UK Government Data Standards Catalogue, Unique Pupil Number; the documentation of python-stdnum (stdnum.gb.upn)
    # gives these two as valid and invalid: 8·2 + 1·4 + 2·5 + 5·10 + 1·13 = 93, which leaves 1 of 23, so B.
    assert is_pupil_number("B801200005001")
    assert not is_pupil_number("A801200005001")


@pytest.mark.parametrize("prefix", ["BG", "GB", "KN", "NK", "NT", "TN", "ZZ", "DA", "QA", "AO", "UA", "VA"])
def test_prefixes_that_are_never_given_are_no_national_insurance_numbers(prefix):
    """HMRC, National Insurance Manual, NIM39110."""
    assert INSURANCE not in [sign.kind for sign in signs(f"{prefix}123456C")]


REFUSED = """
name|first_name|First Name|surname|Last name|dob|DOB|D.O.B.|date_of_birth|DateOfBirth|address|Home address line 1
postcode|Post Code|email|e-mail|E-mail address|phone|Mobile No.|telephone|nhs_number|NHSNumber|NHS No|ni_number|NINO|upn
child_dob|contact email|parent's name|Telephone number|forename(s)|client_name|full_name|yp_name|worker name|birth_date
mobile_phone|name_of_child|phone1|email2|National Insurance Number|passport
contact number|IPAddress|RecipientEmail|RecipientLastName|social worker name|latitude
"""
HARMLESS = """
organisation_name|site_name|phone_support_helped|date|birth_year|event_name|title|code|contact|first|staff|number|work|1
confidence_before|address_need|email_useful|mobile_youth_work|named_worker|family|school name|person_id|note|place
online_address_of_project
"""


def headers(block):
    return [header for line in block.strip().split("\n") for header in line.split("|")]


@pytest.mark.parametrize("header", headers(REFUSED))
def test_headers_that_announce_identity_are_refused(header):
    assert header_sign(header) is not None


@pytest.mark.parametrize("header", headers(HARMLESS))
def test_harmless_headers_are_left_alone(header):
    assert header_sign(header) is None


@pytest.mark.parametrize("written", ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y", "%d/%m/%y"])
def test_dates_that_make_young_ages_are_told_from_dates_of_work(written):
    births = [date(2018 - age, 1 + age % 12, 1 + age) for age in range(8, 19)]
    meetings = [date(2018, 1 + n % 12, 1 + n) for n in range(12)]
    on = date(2018, 9, 1)
    assert dates_make_young_ages(pl.Series([day.strftime(written) for day in births]), on)
    assert not dates_make_young_ages(pl.Series([day.strftime(written) for day in meetings]), on)


def test_two_dates_are_no_pattern_and_words_are_no_dates():
    assert not dates_make_young_ages(pl.Series(["2005-01-01", "2006-01-01"]), date(2018, 9, 1))
    assert not dates_make_young_ages(pl.Series(["2005-01-01", "2006-01-01", "2007-01-01", "soon"]), date(2018, 9, 1))


@pytest.mark.parametrize("piece", ["a", "1 ", "a@", "born A", "(at)", "9434765918 "])
def test_a_cell_of_a_million_characters_is_searched_in_seconds(piece):
    cell = piece * (1_000_000 // len(piece)) + " and 07700 900123"
    began = time.process_time()
    assert PHONE in [sign.kind for sign in signs(cell)]
    assert time.process_time() - began < 10
