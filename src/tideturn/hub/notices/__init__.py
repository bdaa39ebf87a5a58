"""Notify people in the hub, and by e-mail if there is mail: with identifiers and addresses, never with content."""
