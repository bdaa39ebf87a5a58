"""Copies of the hub that are kept elsewhere, and putting one back."""
