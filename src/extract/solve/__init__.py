"""The form's arithmetic over what the bounds leave open: unique or nothing."""
