"""From the lines of a flattened grid to figures that stand by their labels, as far as the bounds in the text tell."""
