"""The parts of a report, each built from a dataset and its evaluation as blocks that know nothing of how they look."""
