"""Words that give an amount without a number: `the vast majority`, `hardly anyone`, `dozens of`, `twice as many`."""

from __future__ import annotations

from typing import Final

from tideturn.evaluation.claims.gated import Gated

_PEOPLE: Final = (
    r"(?:people|young\speople|children|parents|carers|families|girls|boys|pupils|staff|practitioners|professionals|partners|"
    r"stakeholders|respondents|participants|interviewees|workers|officers|teachers|members|organisations|agencies|"
    r"schools|services|colleagues|attendees|trainees|of\sthem|of\sthose|of\sthe\s\w+|who)"
)
_ANYBODY: Final = r"(?:every(?:one|body)|any(?:one|body))"

AMOUNTS: Final = (
    (
        "multiple",
        r"\b(?:twice|double|treble|triple|half)\s(?:as\s(?:many|much|large|often|likely|high|long|quick\w*)|the\s(?:number|rate|level|"
        r"amount|share|proportion))\b|\b(?:doubl|trebl|tripl|quadrupl|halv)(?:ed|es|e|ing)\b(?!\s(?:up|down|as)\b)|"
        r"\b(?:two|three|four|five|six|seven|eight|nine|ten|hundred|several|many|\d+)[- ]?fold\b|"
        r"\b(?:\d+(?:\.\d+)?|two|three|four|five|six|seven|eight|nine|ten|several|many)\stimes\s(?:as|more|the|higher|"
        r"greater|better|likelier|fewer|less|lower)\b|\b\d+(?:\.\d+)?[x×]\b|"
        r"\b(?:a\s)?(?:half|third|quarter|fifth|tenth)\s(?:as\s(?:many|much)|more|fewer|less|higher|lower|again)\b",
    ),
    (
        "nearly all",
        rf"\b(?:virtually|practically|almost|nearly|just\sabout)\s(?:all|every)\b|"
        rf"\b(?:virtually|practically|almost|nearly|just\sabout)\s{_ANYBODY}\b|"
        r"\ball\sbut\sa\s(?:few|handful|couple)\b",
    ),
    (
        "hardly any",
        rf"\b(?:hardly|scarcely|barely)\s(?:any|{_ANYBODY}|a\s\w+)\b|"
        r"\b(?:almost|virtually|nearly|practically)\s(?:none|no\sone|nobody|no)\b|\bfew,?\sif\sany\b",
    ),
    (
        "vast majority",
        r"\b(?:the|a|an)\s(?:very\s)?(?:vast|great|large|overwhelming|huge|big|clear|strong|substantial)\s"
        r"(?:\w+\s)?majority\b|\boverwhelmingly\b",
    ),
    (
        "majority",
        r"\b(?:the|a|an?\s\w+)\s(?:\w+\s)?majority\b|\bmajority\sof\b|\bthe\sbulk\sof\b|"
        r"(?<!the\s)(?<!at\s)\bmost\b(?=\s(?!important|likely|recent\w*|often|useful|of\sall\b|need\w*|vulnerable|valu\w+|"
        r"effective\w*|complex|common\w*|notabl\w+|relevant|helpful|serious|days|weeks|months|evenings)\w)",
    ),
    ("minority", r"\b(?:a|the)\s(?:\w+\s)?minority\b"),
    (
        "few",
        r"\b(?:a|the)\s(?:very\s)?(?:small\snumber|handful|few)\b|\b(?:very|too|relatively)\sfew\b(?=\s\w)|"
        rf"\bfew\s(?={_PEOPLE}\b)|"
        rf"(?<!as\s)(?<!how\s)(?<!so\s)\b(?:many|several|numerous|various|a\snumber\sof|a\srange\sof|a\s(?:large|good|great)\snumber\sof)\s"
        rf"(?=(?:\w+\s)?{_PEOPLE}\b)",
    ),
    (
        "plenty",
        r"\b(?P<plenty>dozens|scores|hundreds|thousands|millions)\sof\b(?!\s\d)|\bcountless\b|\bmyriad\b",
    ),
    (
        "every",
        rf"\b(?:every\ssingle|each\sand\severy)\s\w+|\ball\s(?:the\s|our\s|these\s|those\s)?(?={_PEOPLE}\b)|"
        r"\ball\sof\s(?:the|those|them)\b|"
        r"\bevery(?:one|body)\s(?:who|asked|we|in|said|agreed|felt|interviewed)\b|\bunanimous(?:ly)?\b|"
        r"\bwithout\sexception\b|\bto\sa\s(?:man|woman|person)\b",
    ),
    (
        "none",
        r"\bnone\sof\s(?:the|those|them)\b|\bno(?:body|\sone)\s(?:who|asked|we|in|said|agreed|felt|interviewed)\b|\bnot\s(?:one|a\ssingle)\s\w+",
    ),
)
"""Meaning of each kind of words, the first that fits; `plenty` is `dozens`, `scores` and the like."""
PATTERNS: Final = tuple((kind, Gated(pattern)) for kind, pattern in AMOUNTS)

PLENTY: Final = {"dozens": 24, "scores": 40, "hundreds": 200, "thousands": 2_000, "millions": 2_000_000}
"""Minimum number that each of these words may mean: two of them."""
VAST: Final = 0.75
"""Minimum share for the vast majority: three quarters."""
NEARLY_ALL: Final = 0.9
"""Minimum share for nearly all: nine tenths. Hardly any is at most one tenth."""
HARDLY_ANY: Final = 0.1
GROUPS: Final = {"dozen": 12, "couple": 2, "pair": 2, "trio": 3}
"""Words for a number of things: `two dozen` is 24, `half a dozen` 6."""
