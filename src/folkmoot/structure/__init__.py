"""Founding, renaming, moving, closing and importing units."""
