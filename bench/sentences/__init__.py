"""Sentences with places for figures, and the prose that is made of them."""
