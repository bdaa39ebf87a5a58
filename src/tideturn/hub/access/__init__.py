"""Access: who may see and do what, where and until when. One rule gives both the decision and the rows."""
