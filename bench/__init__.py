"""Benchmarks: each calls the product's own functions on a database filled by its own imports and acts.

What is printed is a ratio to a reference that was measured in the same run, by medians; absolute figures depend on
the machine and stand beside it only to be understood.
"""
