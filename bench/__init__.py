"""Measuring the reader: reports with known figures, accuracy, speed."""
