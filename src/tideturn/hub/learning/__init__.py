"""Keep the learning log: what the programme learnt about the problem or the work, who it shared that with, and what
changed.
"""
