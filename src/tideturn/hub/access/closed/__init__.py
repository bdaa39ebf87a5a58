"""Fails closed: while a request is answered, a table of persons or sites is read through a rule or not at all."""
