"""Invent interviews in several voices, coded by two people, and causal claims that help and hinder."""

# ruff: noqa: E501 (a record stays on one line, as it will in its table)

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.independent.second.surveys import OPEN
from tests.independent.second.writing import Cell, csv_text, write


@dataclass(frozen=True)
class Said:
    """One answer: what was asked, what was said, and the codes laid over it."""

    asked: str
    words: str
    codes: str = (
        ""  # as "steady+ nights-?": + supports, - contradicts, = no change, ~ too early, ! prompted, * first coder only
    )
    cause: tuple[str, str, str] | None = None


POLARITY = {"+": "supports", "-": "contradicts", "=": "no_change", "~": "too_early", "&": "mixed"}

# interview, voice, site, year, quote, source, role, sector, seniority, date
INTERVIEWS = [
    ("iv01", "staff", "cwm", 1, "yes", "src-a", "key adult", "the programme", "operational", "2022-01-17"),
    ("iv02", "stakeholder", "tees", 1, "yes", "src-b", "depot manager", "transport", "management", "2022-01-24"),
    ("iv03", "stakeholder", "cwm", 1, "no", "src-c", "ward sister", "health", "operational", "2022-02-02"),
    ("iv04", "family", "cwm", 1, "yes", "src-d", "grandparent", "", "", "2022-02-09"),
    ("iv05", "stakeholder", "coast", 1, "yes", "src-e", "harbour master", "harbour", "senior", "2022-03-15"),
    ("iv06", "staff", "cwm", 2, "yes", "src-a", "key adult", "the programme", "operational", "2022-12-12"),
    ("iv07", "stakeholder", "tees", 2, "yes", "src-b", "depot manager", "transport", "management", "2022-12-14"),
    ("iv08", "stakeholder", "cwm", 2, "yes", "src-f", "school lead", "education", "senior", "2023-01-11"),
    ("iv09", "stakeholder", "coast", 2, "yes", "src-g", "sergeant", "police", "operational", "2023-01-19"),
    ("iv10", "young_person", "tees", 2, "yes", "src-h", "", "", "", "2023-01-25"),
    ("iv11", "young_person", "coast", 2, "no", "src-i", "", "", "", "2023-01-26"),
    ("iv12", "family", "tees", 2, "yes", "src-j", "stepfather", "", "", "2023-02-01"),
    ("iv13", "stakeholder", "tees", 2, "yes", "src-k", "licensing officer", "licensing", "operational", ""),
    ("iv14", "stakeholder", "coast", 2, "yes", "src-l", "councillor", "council", "senior", "2023-04-27"),
]

TALKS: dict[str, list[Said]] = {
    "iv01": [
        Said("Beth sydd wedi newid?", "Mae gan bob un ohonyn nhw rywun nawr. He rings me before he rings them.", "steady+ keeping", ("a key adult", "steady", "helps")),
        Said("And at school?", "He is in lessons on most mornings, which he was not in the autumn.", "school+!"),
        Said("What gets in the way?", "Rotas. Whoever is ill is ill alone, and the walks do not happen.", "hard", ("short rotas", "noticing", "hinders")),
    ],
    "iv02": [
        Said("What do drivers see?", "They see the same three boys on the last bus, and they did not think to say.", "notice-*"),
        Said("And since the card?", "Since the card we ring. Four times this winter, and I can show you the log.", "notice+ table+", ("a card with a number", "noticing", "helps")),
        Said("Do you hear back?", "Never. Not once. I would like to.", ""),
    ],
    "iv03": [
        Said("Is there one way in?", "There are seven numbers on our wall. I counted them on a night shift.", "onedoor-"),
        Said("Do you pass things on?", "The same night, yes. That is what a night shift is for.", "sameday+"),
    ],
    "iv04": [
        Said("Sut mae pethau?", "Mae’n haws anadlu. I know who to ask now, and I don’t shout so much.", "carers+ steady+"),
        Said("And the nights?", "He is still out on Fridays. Dw i ddim yn cysgu ☹️.", "nights=!"),
    ],
    "iv05": [
        Said("Do agencies meet?", "We have talked about meeting. I would not call it a table yet.", "table~"),
    ],
    "iv06": [
        Said("What is different from last year?", "They bring friends to me. One brought his brother, who is ten.", "steady+", ("a key adult", "steady", "helps")),
        Said("And the nights?", "Fewer. Two of mine have not been out since August.", "nights+", ("a steady adult", "nights", "helps")),
        Said("What is hard?", "When a colleague left in the summer three of them stopped answering me too.", "hard steady&", ("people leaving", "steady", "hinders")),
    ],
    "iv07": [
        Said("Is it still the card?", "It’s the card and it’s the lady who rings you back in either language.", "notice+ table+", ("a card with a number", "noticing", "helps")),
        Said("Has anything got worse?", "They moved round the corner from the glass station, that’s all. It is the same boys.", "corners="),
        Said("Do agencies sit down?", "Every fortnight, with a list, and things are crossed off it.", "table+!"),
    ],
    "iv08": [
        Said("What do you see in school?", "Ten of the twelve are in lessons more. I have the registers.", "school+", ("a steady adult", "school", "helps")),
        Said("What changed for teachers?", "They say what they saw and not what they think. It came out of the workshop.", "notice+", ("workshops", "noticing", "helps")),
        Said("And the way in?", "One number. It is on the back of my badge.", "onedoor+!"),
    ],
    "iv09": [
        Said("And the way in here?", "On a Sunday there is none. I ring a colleague at home.", "onedoor- hard", ("weekend closing", "one way in", "hinders")),
        Said("Do you sit at one table?", "Yes, and it has a chair for the harbour.", "table+!", ("the fortnightly table", "table", "helps")),
        Said("Same day?", "By the end of the shift, or it goes to the next one with a name on it.", "sameday+!"),
    ],
    "iv10": [
        Said("Is there somebody?", "There’s one. She came back after I told her where to go.", "steady+", ("a key adult", "steady", "helps")),
        Said("And the nights?", "I still go out. I text now, so it’s not without word, is it 🙂", "nights&!"),
    ],
    "iv11": [
        Said("Is there somebody?", "There was, and then she got another job.", "steady-", ("people leaving", "steady", "hinders")),
        Said("And the nights?", "Same.", "nights=!"),
    ],
    "iv12": [
        Said("How are you, as a family?", "We eat together on Sundays. It is a small thing and it is not.", "carers+"),
        Said("Who helped?", "She did, and my own sister, and the football.", "steady+ keeping", ("a key adult", "firmer ground", "helps")),
    ],
    "iv13": [
        Said("And licences?", "We wrote the test, we ran it, and the council took it out again in February.", "licence&"),
        Said("Do you notice more?", "I look at who is in the back of the car. I never did.", "notice+!", ("workshops", "noticing", "helps")),
    ],
    "iv14": [
        Said("Is there one way in?", "There will be, once the two councils are one.", "onedoor~!"),
    ],
}  # fmt: skip

# Given to both coders; the others to the first alone. Two were settled afterwards.
BOTH = ("iv01", "iv02", "iv06", "iv09", "iv12")
SETTLED = ("iv02", "iv09")

FACTORS = {
    "a key adult": "a-keywork", "a steady adult": "n-steady", "steady": "n-steady", "nights": "n-nights", "school": "n-school",
    "noticing": "n-notice", "workshops": "a-workshops", "one way in": "n-onedoor", "table": "n-table",
    "firmer ground": "n-carers", "a card with a number": "", "short rotas": "", "people leaving": "",
    "weekend closing": "", "the fortnightly table": "",
}  # fmt: skip

CODES = [
    *((o, t, o, "") for o, t in (
        ("steady", "Somebody who stays"), ("nights", "Nights away"), ("school", "Lessons"), ("carers", "Firmer ground at home"),
        ("corners", "Corners"), ("notice", "Seeing it early"), ("sameday", "The same day"), ("onedoor", "The way in"),
        ("licence", "Licences"), ("table", "The table"),
    )),
    ("hard", "What made it hard", "", "challenge"),
    ("keeping", "What would keep it going", "", "strength"),
]  # fmt: skip


def text_of(interview: str) -> str:
    """Return a transcript as it is counted: without byte-order mark, with LF."""
    return "".join(f"Q: {said.asked}\nA: {said.words}\n\n" for said in TALKS[interview])


def spans(interview: str) -> list[tuple[int, int, Said]]:
    text, at, out = text_of(interview), 0, []
    for said in TALKS[interview]:
        start = text.index(said.words, at)
        at = start + len(said.words)
        out.append((start, at, said))
    return out


def codings() -> list[tuple[Cell, ...]]:
    """Return what each coder laid over each text, with what was settled; open answers are coded too."""
    out: list[tuple[Cell, ...]] = []
    for interview in TALKS:
        coders = ("k1", "k2", *(("agreed",) if interview in SETTLED else ())) if interview in BOTH else ("k1",)
        for start, end, said in spans(interview):
            for written in said.codes.split():
                code = written.rstrip("+-=~&!*")
                marks = written[len(code) :]
                polarity = next((POLARITY[mark] for mark in marks if mark in POLARITY), "")
                for coder in coders:
                    if "*" not in marks or coder == "k1":
                        out.append((interview, start, end, code, coder, polarity, "yes" if "!" in marks else "no"))
    for (year, number), code, polarity in (
        ((1, 5), "onedoor", "supports"),
        ((1, 30), "corners", "no_change"),
        ((2, 4), "table", "supports"),
    ):
        words = OPEN[year, number]
        response = f"r{year}{number + (12 if year == 1 else 13):03}"
        out.append((f"survey:holi-202{year}:{response}:agored", 0, len(words), code, "k1", polarity, "no"))
    return out


ASKED = {
    "iv01": "steady school", "iv02": "notice table toldback", "iv03": "onedoor sameday", "iv04": "carers nights steady", "iv05": "table",
    "iv06": "steady nights school", "iv07": "notice table corners", "iv08": "school notice onedoor", "iv09": "onedoor table sameday",
    "iv10": "steady nights", "iv11": "steady nights", "iv12": "carers steady nights", "iv13": "licence notice", "iv14": "onedoor",
}  # fmt: skip


def write_interviews(folder: Path) -> None:
    """Write the interviews, their texts and all that was laid over them."""
    rows = [(row[0], f"{row[0]}.txt", *row[1:]) for row in INTERVIEWS]
    header = "interview_id file voice site year consent_to_quote source role sector seniority date"
    write(folder, "interviews.csv", csv_text(header, rows))
    for interview in TALKS:
        write(folder, f"transcripts/{interview}.txt", text_of(interview))
    asked = [(interview, outcome) for interview, outcomes in ASKED.items() for outcome in outcomes.split()]
    # Asked and silent: the manager was asked about hearing back, and what he said was not coded as that.
    write(folder, "asked.csv", csv_text("interview_id outcome_id", asked))
    laid = codings()
    write(folder, "codings.csv", csv_text("interview_id start end code coder polarity prompted", laid))
    given = [(i, coder) for i in TALKS for coder in (("k1", "k2") if i in BOTH else ("k1",))]
    given += [(i, "agreed") for i in SETTLED]
    given += sorted({(str(row[0]), "k1") for row in laid if str(row[0]).startswith("survey:")})
    write(folder, "coders.csv", csv_text("interview_id coder", given))
    codes = [(code, title, outcome, theme, "", "", "") for code, title, outcome, theme in CODES]
    write(folder, "codebook.csv", csv_text("code title outcome_id theme link_id parent definition", codes))
    claims = [
        (interview, start, end, *said.cause, "yes" if "!" in said.codes else "no")
        for interview in TALKS
        for start, end, said in spans(interview)
        if said.cause
    ]
    header = "interview_id start end from_factor to_factor effect prompted"
    write(folder, "causal_claims.csv", csv_text(header, claims))
    write(folder, "factors.csv", csv_text("factor node_id", FACTORS.items()))
