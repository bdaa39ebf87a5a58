"""Keys, sealed fields, blind indexes and the file store: nothing else in the hub encrypts."""
