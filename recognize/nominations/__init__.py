"""The nominations of a month, from the evidence to the announcement."""
