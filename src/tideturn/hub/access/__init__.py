"""Who may see and do what, where and until when: one rule gives the decision and the rows."""
