"""What screens and other features ask of the tree."""

from folkmoot.structure.queries.reach import units_out_of_reach
from folkmoot.structure.queries.tree import tree_as_of

__all__ = ["tree_as_of", "units_out_of_reach"]
