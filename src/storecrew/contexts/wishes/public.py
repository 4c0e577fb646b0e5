"""The doorway of the wishes context."""

from storecrew.contexts.wishes.errors import (
    BoughtAlready,
    CannotBeWished,
    InvalidWish,
    ListNameTaken,
    TooManyWishes,
    WishListNotFound,
    WishNotFound,
)
from storecrew.contexts.wishes.facts import Left, ListRow, ListView, Moved, Owner, Wished, WishView
from storecrew.contexts.wishes.models import new_token
from storecrew.contexts.wishes.operations.carting import to_cart
from storecrew.contexts.wishes.operations.forgetting import KEPT as LISTS_ARE_KEPT
from storecrew.contexts.wishes.operations.giving import mark_bought, unmark
from storecrew.contexts.wishes.operations.joining import join_lists
from storecrew.contexts.wishes.operations.listing import delete, rename, share, start, unshare
from storecrew.contexts.wishes.operations.wishing import change, first_of, put, remove, take_off
from storecrew.contexts.wishes.queries.lists import (
    is_own,
    list_of,
    lists,
    shared_list,
    wished_among,
)
from storecrew.contexts.wishes.queries.wanting import (
    customers_wishing,
    customers_with_wishes,
    wishes_of,
)
from storecrew.contexts.wishes.rules import LONGEST_NAME, LONGEST_NOTE, MOST_UNITS

__all__ = [
    "LISTS_ARE_KEPT",
    "LONGEST_NAME",
    "LONGEST_NOTE",
    "MOST_UNITS",
    "BoughtAlready",
    "CannotBeWished",
    "InvalidWish",
    "Left",
    "ListNameTaken",
    "ListRow",
    "ListView",
    "Moved",
    "Owner",
    "TooManyWishes",
    "WishListNotFound",
    "WishNotFound",
    "WishView",
    "Wished",
    "change",
    "customers_wishing",
    "customers_with_wishes",
    "delete",
    "first_of",
    "is_own",
    "join_lists",
    "list_of",
    "lists",
    "mark_bought",
    "new_token",
    "put",
    "remove",
    "rename",
    "share",
    "shared_list",
    "start",
    "take_off",
    "to_cart",
    "unmark",
    "unshare",
    "wished_among",
    "wishes_of",
]
