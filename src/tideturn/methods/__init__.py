"""Tables in, results out: small pure functions over frames, each with its formula's name and source.

`surveys` counts opinions, `change` compares people with themselves, `series` reads counts over time. `fidelity`
compares delivery with the plan, `disclosure` hides small counts, and `agreement` measures how far coders agree.
`causal_map` shows who says what helps or hinders what, `networks` who works together, and `pathways` how cases move
through a system. `anywhere` is the basis of counts that may run on one machine or on many. Nothing here knows about
outcomes, verdicts or folders.
"""
