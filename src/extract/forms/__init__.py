"""What the official notices prescribe, as data: forms, their labels, how figures are written, what must add up."""
