"""The programme room: whom the programme works with."""
