"""How far the programme is a cause of an outcome: who says so unprompted, rivals weighed, and tests seen."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from .asked import whole_moves
from .causal import Claim, Map
from .folder import Row, Year, day
from .printed_strands import WHOLE, board
from .reading import Document
from .waves import ROSE

FEWEST_PEOPLE, FEWEST_VOICES = 3, 2
CAME_ABOUT = {"Supported", "Holds", "Emerging", "Contested"}


def plainly(words: str) -> str:
    """Return words as two explanations are compared: capitals, spaces and a full stop at the end do not count."""
    return " ".join(words.lower().split()).rstrip(".")


@dataclass(eq=False)
class Contribution:
    """What decides the rating of an outcome, for the whole programme."""

    year: Year
    outcome: str
    report: Document

    @cached_property
    def verdict(self) -> str:
        return board(self.report)[self.year.outcomes[self.outcome]["title"]][WHOLE][0]

    @cached_property
    def links(self) -> list[Row]:
        """The links of the theory in force that lead into the outcome."""
        nodes = {row["node_id"] for row in self.year.rows("toc_nodes") if row["outcome_id"] == self.outcome}
        return [link for link in Map(self.year).links if link["to_node"] in nodes]

    @cached_property
    def unprompted(self) -> list[Claim]:
        """Who says without being asked that a link into the outcome helps."""
        found: dict[str, Claim] = {}
        for link in self.links:
            for claim in Map(self.year).helping(link):
                if not claim.prompted:
                    found.setdefault(claim.who, claim)
        return list(found.values())

    @property
    def voices(self) -> set[str]:
        return {claim.voice for claim in self.unprompted}

    @cached_property
    def rivals(self) -> dict[str, str]:
        """Every other explanation of the outcome, as it is weighed; empty where it is not."""
        weighed = {
            plainly(row["rival"]): row["weighed"]
            for row in self.year.rows("rivals")
            if row["outcome_id"] == self.outcome
        }
        named = [each for link in self.links for each in link["rivals"].split("|")]
        over = set()  # what was going on at another time explains nothing in this year, however it was weighed
        for row in self.year.rows("context"):
            begins, ends = day(row["from"]), day(row["to"])
            going_on = (begins is None or begins <= self.year.end) and (ends is None or ends >= self.year.start)
            named += [row["description"]] if row["outcome_id"] == self.outcome and going_on else []
            over |= set() if going_on else {plainly(row["description"])}
        written = [plainly(each) for each in named if each.strip()]
        every = dict.fromkeys([*written, *(each for each in weighed if each in written or each not in over)])
        return {each: weighed.get(each, "").replace("unknown", "") for each in every}

    @property
    def not_all_weighed(self) -> bool:
        return not self.rivals or not all(self.rivals.values())

    @cached_property
    def tests(self) -> list[Row]:
        """The tests on the evidence of the outcome's findings of the year, told beforehand."""
        own = {
            row["claim_id"]
            for row in self.year.rows("findings")
            if row["outcome_id"] == self.outcome and row["year"] == str(self.year.number)
        }
        found = [row for row in self.year.rows("finding_evidence") if row["claim_id"] in own and row.get("test")]
        return [row for row in found if row["expected"] and (on := day(row["expected_on"])) and on <= self.year.end]

    def seen(self, kinds: set[str], answer: str) -> bool:
        return any(row["test"] in kinds and row["seen"] == answer for row in self.tests)

    @cached_property
    def rose(self) -> bool:
        """Tell whether any strand of the outcome rose as a whole."""
        return ROSE in whole_moves(self.year, self.outcome)

    def reasons(self) -> dict[str, bool]:
        """Return whether each reason that a line may give is true."""
        weights, people = set(self.rivals.values()), len(self.unprompted)
        return {
            r"The evidence does not show that the outcome came about": self.verdict not in CAME_ABOUT,
            r"The outcome is about how things are, and no source shows in all its questions that they got better": (
                self.year.outcomes[self.outcome].get("claim") == "state" and not self.rose
            ),
            r"Another explanation is stronger": "stronger" in weights,
            r"Too few people said, without being asked, that a step towards it helps": people < FEWEST_PEOPLE,
            r"Nobody said, without being asked, that a step towards it helps": people == 0,
            r"Only [a-z’ ]+ said, without being asked, that a step towards it helps": (
                people >= FEWEST_PEOPLE and len(self.voices) < FEWEST_VOICES
            ),
            r"There are only early signs of it": self.verdict == "Emerging",
            r"not every other explanation is weighed": self.not_all_weighed,
            r"Another explanation is as strong": "as_strong" in weights,
            r"Every other explanation is weaker or ruled out": bool(weights) and weights <= {"weaker", "ruled_out"},
            r"somebody saw what only the programme would have brought about": self.seen(
                {"smoking_gun", "doubly_decisive"}, "yes"
            ),
        }

    @cached_property
    def rating(self) -> str:
        state = self.year.outcomes[self.outcome].get("claim") == "state"
        weights = set(self.rivals.values())
        few = len(self.unprompted) < FEWEST_PEOPLE or len(self.voices) < FEWEST_VOICES
        failed = self.seen({"hoop", "doubly_decisive"}, "no")
        if self.verdict not in CAME_ABOUT or (state and not self.rose) or "stronger" in weights or failed or few:
            return "not shown"
        if self.verdict in {"Contested", "Emerging"} or self.not_all_weighed:
            return "plausible"
        if "as_strong" in weights or not self.seen({"smoking_gun", "doubly_decisive"}, "yes"):
            return "one of several causes"
        return "the main one of several causes"

    def fits(self, line: str) -> str:
        """Return what does not hold of a printed line; nothing where all of it does."""
        rating, _, why = line.partition(". ")
        if rating != self.rating:
            return f"the rating is “{self.rating}”"
        true = self.reasons()
        told = [words for words in true if re.search(words, why)]
        if not told:
            return "no reason is given that is known"
        false = [words for words in told if not true[words]]
        rest = why
        for words in told:
            rest = re.sub(words, "", rest)
        if re.sub(r"[\s,.]|\band\b|\bbut\b", "", rest):
            return f"nothing places “{rest.strip()}”"
        return f"not so: {'; '.join(false)}" if false else ""
