"""Write a year's report in plain words twice: for young people and for partners.

Neither says more than the report: each sentence about an outcome is a claim that rests on the same evidence and goes
through the same checks.
"""

from __future__ import annotations

from tideturn.report.plain.claims import stopped as stopped
from tideturn.report.plain.compose import AUDIENCES as AUDIENCES
from tideturn.report.plain.compose import plain as plain
from tideturn.report.plain.findings import plain_claims as plain_claims
