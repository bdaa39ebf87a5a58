"""What somebody is told in the hub, and by e-mail where there is mail: identifiers and addresses, never content."""
