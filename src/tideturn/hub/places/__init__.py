"""The room of places: what each site is like, its posts, its referral criteria and what it measures itself against."""
