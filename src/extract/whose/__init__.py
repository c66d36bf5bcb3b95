"""Whose report it is: the division, the organ behind it, and what speaks against it."""
