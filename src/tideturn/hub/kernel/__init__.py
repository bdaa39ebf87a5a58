"""What every room stands on: keys, sealed fields, files, the clock, and how anything wrong is told."""
