"""Finding by what is remembered of a name: on the database's own index of letters, whichever database it is."""
