"""Read, write and check the programme folder on disk, and hold it as the typed tables that an evaluation needs.

`schema` says what a table is, `tables` declares every table of the folder once, `model` holds a folder in memory, and
`problems` describes faults. This package imports no other package of Tideturn.
"""
