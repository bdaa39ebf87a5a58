"""The hub as the benchmark of its list runs it: with Django's admin of the same rows, and a job that writes more."""
