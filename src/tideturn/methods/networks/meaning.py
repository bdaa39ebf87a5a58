"""What each measure of a network can show, and what it cannot: one sentence each, printed wherever the measure is."""

from __future__ import annotations

from typing import Final, NamedTuple


class Meaning(NamedTuple):
    """A measure's name, and the sentence that goes with it."""

    name: str
    sentence: str


MEANING: Final[dict[str, Meaning]] = {
    "density": Meaning(
        "Density",
        "Of all possible ties of those who answered, the share that they reported: it says how many "
        "work together and not how well, and a larger network is nearly always a thinner one.",
    ),
    "mean_level": Meaning(
        "Mean level",
        "How closely those who work together do so, from 1 to 5, in their own judgement: it leaves out organisations "
        "that do not work together, so it can fall because new ties begin loosely.",
    ),
    "reciprocity": Meaning(
        "Reciprocity",
        "Of the ties reported between two organisations that both answered, the share that both reported: it says how "
        "far accounts agree and not which of the two is right.",
    ),
    "confirmed": Meaning(
        "Confirmed ties",
        "Pairs of which both say that they work together, beside those of which either says so: the truth lies "
        "somewhere between, and a tie to someone who did not answer can be confirmed by nobody.",
    ),
    "in_centralisation": Meaning(
        "Centralisation of being named",
        "0 if all are named equally often and 1 if everyone names the same one: it says how far the network "
        "depends on a few organisations, and not whether that is good.",
    ),
    "out_centralisation": Meaning(
        "Centralisation of naming",
        "0 if all name equally many and 1 if only one names everyone: it may show who reaches out, or only who "
        "fills in forms with the most care.",
    ),
    "ei": Meaning(
        "E–I index",
        "Ties to other groups less ties within one’s own, over both, from −1 to 1: since large groups have more ties "
        "within by chance alone, it means something only beside what chance expects.",
    ),
    "betweenness": Meaning(
        "Betweenness",
        "The share of the shortest ways between two others that lead through an organisation: it points to possible "
        "brokers and cannot tell whether anything really travels that way.",
    ),
    "jaccard": Meaning(
        "Stability",
        "Of the ties in either of two waves, the share that are in both: it falls when ties end and also when new ones "
        "begin, and does not say whether those that ended should have stayed.",
    ),
    "density_change": Meaning(
        "Change of density",
        "How much larger a share of possible ties is told of, among those who answered both waves: its interval tells "
        "what another draw of such organisations might give, and no comparison says what brought the change about.",
    ),
    "qap": Meaning(
        "QAP correlation",
        "How alike the two waves’ patterns of ties are, from −1 to 1, against the same patterns with the organisations "
        "exchanged: it says that the pattern lasts and not that it grew.",
    ),
    "sharing": Meaning(
        "Amount, kind and quality",
        "What ties carry in the judgement of those who told of them: more ties can share less, and less can be shared "
        "better, so none of these stands for another.",
    ),
}
