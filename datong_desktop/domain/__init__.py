"""What the seed documents say. Standard library only: frozen dataclasses and functions."""
