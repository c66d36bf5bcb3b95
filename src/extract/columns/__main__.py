"""``python -m extract.columns`` prints the data dictionary."""

from extract.columns.dictionary import dictionary

if __name__ == "__main__":
    print(dictionary(), end="")
