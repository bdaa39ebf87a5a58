"""The engine over what the hub holds: a year is judged, and its report kept."""
