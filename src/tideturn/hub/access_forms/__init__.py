"""Forms to invite people, give them roles and let them in, with their addresses. The hub keeps what is typed there."""
