"""Tables in, results out: small pure functions over frames, each with its formula's name and source.

`surveys` counts opinions, `change` compares people with themselves, `series` reads counts over time. `fidelity`
holds delivery against the plan, `disclosure` hides small counts, `agreement` says how far coders agree,
`causal_map` who says what helps or hinders what, `networks` who works with whom, `pathways` how cases move through a
system. `anywhere` is what a count stands on that may run on one machine or on many. Nothing here knows of outcomes,
verdicts or folders.
"""
