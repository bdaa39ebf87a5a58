"""Fail closed: a request reads a table of persons or sites through a rule, or not at all."""
