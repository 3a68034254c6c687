"""Forgetting somebody for good, while everything that was counted of them stays true; see decision 21."""
