"""The system around young people: who works with whom, how cases move, what is counted, what the theory holds."""

from __future__ import annotations

from typing import Final

from mutations.coverage import RESTS
from mutations.edits import Change, Drop
from mutations.model import CONTRIBUTED, GONE, NEW, Mutation, Said, Stopped
from mutations.signs import ACCESS, LINKS, MAP

NETWORK: Final = "How organisations work together"
CUSTODY: Final = "A child in police custody"
SUITED: Final = "Pathways suit the complexity of exploitation"
COUNTS: Final = "Counts over time"
THEORY: Final = "The theory of change"
ALTERED: Final = "How it was changed, and why"
SPOTTED: Final = "Practitioners identify young people at risk or exploited"

# ties.csv, wave 1: 115 ties of level 1 or more, among 101 pairs; 105 of them, among 91 pairs, lie between two that both
# answered, and 14 pairs say so both. org-lon-1 alone says that it works with org-lon-3, at level 1, about concerns and
# places of concern (50 and 58 of the 115).
LONE: Final = {"wave": "1", "from": "org-lon-1", "to": "org-lon-3"}

SYSTEM: Final = (
    Mutation(
        "a tie is left out",
        (Drop("ties.csv", LONE),),
        (
            Said(
                NETWORK,
                "101 pairs of organisations that work together",
                "100 pairs of organisations that work together",
            ),
            Said(NETWORK, "Confirmed ties | 14 of 91", "Confirmed ties | 14 of 90"),
            Said(NETWORK, "concerns about a child | 50 of 115", "concerns about a child | 49 of 114"),
            Said(
                NETWORK,
                "1. Borough police command A | police, London | 2 | 3",
                "Borough police command A | police, London | 2 | 2",
            ),
        ),
        parts=(NETWORK,),
    ),
    # Level 0 is no tie.
    Mutation(
        "a tie is of no level",
        (Change("ties.csv", LONE, {"level": "0"}),),
        (
            Said(
                NETWORK,
                "101 pairs of organisations that work together",
                "100 pairs of organisations that work together",
            ),
            Said(NETWORK, "places of concern | 58 of 115", "places of concern | 57 of 114"),
        ),
        parts=(NETWORK,),
    ),
    # Its three ties are then not known: 98 pairs.
    Mutation(
        "an organisation did not answer",
        (Change("waves.csv", {"wave": "1", "organisation_id": "org-lon-1"}, {"responded": "no"}),),
        (
            Said(NETWORK, "32 of 34 organisations answered", "31 of 34 organisations answered"),
            Said(
                NETWORK,
                "101 pairs of organisations that work together. 2 organisations did",
                "98 pairs of organisations that work together. 3",
            ),
            Said(RESTS, "32 of 34 partner organisations", "31 of 34 partner organisations"),
        ),
        asked="tie_without_answer",
        parts=(NETWORK, RESTS),
    ),
    # events.csv: 81 cases began in the year; 21 took every step that their place designs, 4 of them of London’s 22, and
    # cus-lon-005, which began by day, is one. 44 never came to “Support begins”: 41 of 55 by day, 3 of 26 by night.
    Mutation(
        "a young person got no support",
        (Drop("events.csv", {"case_id": "cus-lon-005", "activity": "Support begins"}),),
        (
            Said(CUSTODY, "21 of 81 (26%) met the whole pathway", "20 of 81 (25%) met the whole pathway"),
            Said(CUSTODY, "London | 4 of 22 (18%)", "London | 3 of 22 (14%)"),
            Said(
                CUSTODY,
                "The step most often missing is “Support begins”: 44 of 81",
                "The step most often missing is “Support begins”: 45 of 81",
            ),
            Said(CUSTODY, "41 of 55 cases (75%), against 3 of 26", "42 of 55 cases (76%), against 3 of 26"),
            Said(f"{SUITED} > Early signs", "21 of 81 cases in the year met", "20 of 81 cases in the year met"),
        ),
        (Stopped("stale_evidence", "y1-pathways-suited"),),
        outcomes=("pathways_suited",),
        parts=(CUSTODY,),
    ),
    # cus-lon-004 arrived at 13:30, and had neither contact nor support: by night 4 of 27, by day 40 of 54.
    Mutation(
        "a young person arrived at night",
        (
            Change(
                "events.csv",
                {"case_id": "cus-lon-004", "activity": "Arrives in custody"},
                {"time": "2018-11-19T05:30:00"},
            ),
        ),
        (
            Said(
                CUSTODY,
                "41 of 55 cases (75%), against 3 of 26 (12%) at night",
                "40 of 54 cases (74%), against 4 of 27 (15%) at night",
            ),
            Said(
                CUSTODY,
                "29 of 55 cases (53%), against 3 of 26 (12%) at night",
                "28 of 54 cases (52%), against 4 of 27 (15%) at night",
            ),
        ),
        (Stopped("stale_evidence", "y1-pathways-suited"),),
        outcomes=("pathways_suited",),
        parts=(CUSTODY,),
    ),
    # The three cities counted 10, 6 and 7 in August 2020, and 239 in the year.
    Mutation(
        "one child more was referred",
        (Change("series.csv", {"indicator": "nrm", "site": "london", "period": "2020-08"}, {"count": "11"}),),
        (
            Said(COUNTS, "August | 10 | 10 | 8 | 12 | 23", "August | 10 | 10 | 8 | 12 | 24"),
            Said(f"{SPOTTED} > The evidence", "to August 2018 to 239 in the year", "to August 2018 to 240 in the year"),
        ),
        (Stopped("stale_evidence", "y2-identification"),),
        outcomes=("identification",),
        parts=(COUNTS,),
        year=2,
    ),
    # 35 links held: all but link-31 of version 3. int-16 alone spoke of link-09, from casework to access.
    Mutation(
        "a link held only in a later theory",
        (Change("toc_links.csv", {"link_id": "link-09"}, {"from_version": "3"}),),
        (
            Said(
                THEORY,
                "had 35 links at the end of the year. People mentioned 11 of them",
                "had 34 links at the end of the year. People mentioned 10 of them",
            ),
            Said(f"{ACCESS} > What people said helped", NEW, "The theory does not link the two directly"),
        ),
        outcomes=("access",),
        parts=(THEORY, *MAP),
    ),
    # Version 2 alone holds link-05 and link-30: without it 33 of the 35 held.
    Mutation(
        "the theory was altered after the year",
        (Change("toc_versions.csv", {"version": "2"}, {"date": "2020-01-15"}),),
        (
            Said(ALTERED, "Version 2, from 1 July 2019", GONE),
            Said(THEORY, "had 35 links at the end of the year", "had 33 links at the end of the year"),
        ),
        outcomes=("information_quality",),
        parts=(THEORY, ALTERED, *MAP, "How faithfully", "Adapted, for"),
    ),
    Mutation(
        "nothing else was considered",
        (Change("toc_links.csv", {"link_id": "link-08"}, {"rivals": ""}),),
        (Said(LINKS, "Schools and police also alter places", GONE),),
        parts=(
            CONTRIBUTED,
            LINKS,
        ),
    ),
)
