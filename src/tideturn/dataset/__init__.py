"""What an evaluation needs, as typed tables; the programme folder on disk: read, write, check.

`schema` says what a table is, `tables` declares every table of the folder once, `model` holds a folder in memory,
`problems` is how anything wrong is told. This wing imports no other wing of Tideturn.
"""
