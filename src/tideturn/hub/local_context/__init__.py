"""Local context: each site's posts, circumstances, referral criteria and baselines."""
