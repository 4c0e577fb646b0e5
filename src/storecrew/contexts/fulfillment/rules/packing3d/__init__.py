"""Three-dimensional packing: which box, and how the goods lie in it.

`choose_boxes` is what the packing bench asks; `load_box` fills one box as full as it can. Sizes are whole
millimeters, weights whole grams. The same question always has the same answer.
"""
