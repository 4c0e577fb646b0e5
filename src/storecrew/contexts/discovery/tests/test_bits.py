"""Sets of variants as long numbers say the same as counting by hand."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from storecrew.contexts.discovery.index.bits import Layout, pack, unpack


@st.composite
def lists(draw):
    """How many variants each product has, and which variants are in a set."""
    counts = draw(st.lists(st.integers(1, 70), min_size=0, max_size=12))
    size = sum(counts)
    return counts, draw(st.lists(st.booleans(), min_size=size, max_size=size))


@given(lists())
def test_a_set_comes_back_as_it_was(made):
    _counts, chosen = made
    mask = np.array(chosen, np.bool_)
    assert unpack(pack(mask), len(mask)).tolist() == chosen


@given(lists())
def test_products_are_those_with_a_variant_in_the_set(made):
    counts, chosen = made
    firsts = np.cumsum([0, *counts[:-1]]) if counts else np.zeros(0, np.int64)
    layout = Layout(firsts, len(chosen))
    expected = [
        any(chosen[first : first + count]) for first, count in zip(firsts.tolist(), counts, strict=False)
    ]
    found = pack(np.array(chosen, np.bool_))
    assert layout.mask(found).tolist() == expected
    assert layout.count(found) == sum(expected)
