"""The themes that the coders of the worked example found in what people said about the work, and the coded passages."""

from __future__ import annotations

from typing import Final, NamedTuple

_IS_SO: Final = "supports"
_IS_NOT: Final = "contradicts"


class ThemeCode(NamedTuple):
    """The code of a theme, under a broader code, with the first words of each passage that has this code."""

    code: str
    title: str
    theme: str
    parent: str
    definition: str
    is_so: tuple[str, ...]
    is_not: tuple[str, ...] = ()


THEME_CODES: Final = (
    ThemeCode(
        "vacancies",
        "Posts that stayed vacant or changed hands",
        "challenge",
        "difficulty",
        "Posts of the programme’s or of partners’ that were empty, late, or held by one person after another.",
        (
            *("Recruiting. We advertised", "Senior people change posts.", "The manager’s post should’ve been filled"),
            *("They’d a vacancy here", "Agency staff. I’d train", "There were two changes of minister"),
        ),
    ),
    ThemeCode(
        "capacity",
        "Partners without the time to take part",
        "challenge",
        "difficulty",
        "Partners who want to take part, and have nobody to send or no hours to give.",
        (
            *("Partners want to, and they haven’t", "Staffing. I’ve a team of six", "Time. I’ve about seven minutes"),
            *("I’m released one day a week", "Cover. Every hour", "Our inspection fell", "I wasn’t able to release"),
            *("We’re measured on rent and voids.", "Money. Partners get paid"),
        ),
    ),
    ThemeCode(
        "shared_words",
        "Time lost on what systems change means",
        "challenge",
        "difficulty",
        "People who used the same words and meant different things by them.",
        (
            *("There’s a limit to how many times", "It took us the best part of eight months"),
            *("I think we all underestimated", "At first I didn’t follow what they were for."),
        ),
    ),
    ThemeCode(
        "waiting",
        "Time lost to other people’s decisions and systems",
        "challenge",
        "difficulty",
        "Panels, records, lists, returns and clearances that held work up.",
        (
            *("I’d say the waiting for other people’s", "The recording. I write", "Getting hold of data."),
            *("Consultations open when it suits", "Getting past our legal department.", "Lists are made up by other"),
            *("Forces are asked for returns", "We have no say in what’s put"),
        ),
    ),
    ThemeCode(
        "own_work",
        "Partners making the work their own",
        "strength",
        "keeping",
        "A partner has taken it on: a post, a budget, a rota, an induction. Contradicted where it hangs on one person.",
        (
            *("It’s in the induction for new staff", "The panel’s chaired by the council", "There’s a post for it"),
            *(
                "We’ve built it into the rota",
                "There’s a line in next year’s budget.",
                "Two of my team have been trained",
            ),
            *("It’ll carry on. It makes my own job", "My successor’s shadowing me", "The listing protocol would stay"),
            *("Young people trained the last two intakes", "I’d say that the standards would stay"),
            *("Once it’s in the statutory guidance", "The forms will outlive us."),
        ),
        (
            *(
                "It depends on me, if I’m truthful.",
                "A couple of the partners would fight",
                "I worry about the champions.",
            ),
            *("Honestly, a good half of it depends", "The paperwork would survive.", "I’m on loan for another year."),
            *("I’ve written a long handover note.", "We’ve a memorandum.", "What’ll last is what’s got a budget code."),
        ),
    ),
    ThemeCode(
        "in_touch",
        "Staying in touch when buildings closed",
        "strength",
        "work",
        "Contact and meetings that went on in the spring of 2020. Contradicted where something was lost.",
        (
            *("We went to phone and doorstep overnight.", "We kept the office open one day", "Policy work carried on"),
            *(
                "We moved the working groups",
                "The partners’ meetings went on to a screen.",
                "We were open to a handful.",
            ),
            *("We did appointments on doorsteps", "The hall was shut. We took food round"),
        ),
        (
            *("With the schools shut we lost our eyes.", "Evictions were stopped, and rightly"),
            *(
                "The youth court shut to all",
                "Clinics went to telephone.",
                "Everybody who worked on this was moved on",
                "I did therapy by video",
            ),
        ),
    ),
    ThemeCode(
        "partners_needs",
        "Starting from what a partner needs",
        "learning",
        "learning",
        "Work went better where it began with what a partner is judged on or asks for.",
        (
            *("Start with what a partner is already judged on.", "Give people the thing finished"),
            *("Not every partner needs converting.", "I’d go to the people who say no"),
            "What I’ve learnt is to ask what’d make it easy.",
        ),
    ),
    ThemeCode(
        "parents_first",
        "Bringing parents in from the first day",
        "learning",
        "learning",
        "Parents were left out of the design, or put off, and should not have been.",
        ("Parents should have been in the design", "We learnt that our own letter"),
    ),
    ThemeCode(
        "front_line",
        "Hearing from the front line before deciding",
        "learning",
        "learning",
        "People who decide went and looked, or heard from somebody who does the work.",
        (
            "Bring the front line into the room.",
            "I’d go and look before drafting.",
            "That a paragraph from the front line",
        ),
    ),
    ThemeCode(
        "attention",
        "Attention that came from elsewhere",
        "context",
        "place",
        "News, trials, inspections, guidance or other charities that moved people at the same time.",
        (
            *("It was in the news all year", "Nobody should read what we see", "There was a big trial last winter"),
            *("Awareness was rising anyway.", "The inspectors were here in the autumn", "A lot of the drive came from"),
            *(
                "The subject was climbing the agenda",
                "There’s been a judgment from above",
                "There was a good deal of public",
            ),
            *("Other charities were making the same case.", "Every force had a plan on it"),
        ),
    ),
    ThemeCode(
        "whole_teams",
        "Teams where everybody was trained",
        "context",
        "place",
        "A whole team, shift or office went on it, and not one or two of its people.",
        (
            *("Sending the whole shift", "It got through because whole teams went.", "You can hear it in the calls."),
            *("A couple of mine did the course", "The bench had its morning", "Once the caretakers had been on it"),
            "Every sergeant on the rota",
        ),
    ),
    ThemeCode(
        "rank",
        "Services that go by rank",
        "context",
        "place",
        "Services where people move when somebody of rank says so.",
        ("The commander only took an interest", "Somebody senior has to give them leave"),
    ),
    ThemeCode(
        "young_voices",
        "Young people deciding with us",
        "participation",
        "participation",
        "Young people’s say changed something. Contradicted where they were asked and nothing came of it.",
        (
            *("They’re on the interview panel", "Young people chose the name", "Three young people read the plan"),
            *(
                "They wrote the questions that custody asks.",
                "A group of them walked round",
                "They vetted our leaflet.",
            ),
            *("Young people from the three cities met twice", "It started as pizza and a questionnaire."),
        ),
        ("We’d ask them things and never say", "We asked for young people’s views on a draft"),
    ),
)


def themes_in(passage: str) -> tuple[tuple[str, str], ...]:
    """Return the code of each theme in a passage, with the passage's polarity on that theme."""
    found = [(one.code, _IS_SO) for one in THEME_CODES if passage.startswith(one.is_so)]
    return (*found, *((one.code, _IS_NOT) for one in THEME_CODES if one.is_not and passage.startswith(one.is_not)))
