"""Loaders: each turns the bytes of one format into a Document."""
