"""What every app uses and no app owns: the clock, the log, errors, record ids, file contents."""
