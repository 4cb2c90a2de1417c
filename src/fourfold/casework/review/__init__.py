"""Reviews: progress against outcomes, planned against delivered, next step."""
