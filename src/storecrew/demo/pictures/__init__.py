"""Pictures of the demo's products, drawn by arithmetic: shaded solids and cloth on a plain plate.

The same description gives the same picture on every machine.
"""
