"""The variants of a product that the file names without a row, or that came in alone: found in the shop.

A variant moves only from a product that holds nothing else and was never on sale (ADR 0245); what cannot be
found or may not move is told.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.imports.facts import VariantDraft
from storecrew.contexts.imports.models import ImportBatch, ImportImage
from storecrew.contexts.imports.providers.formats.magento_values import complete_options
from storecrew.contexts.imports.rules import names
from storecrew.kernel.actor import Actor

if TYPE_CHECKING:
    from storecrew.contexts.imports.operations.recognize import Known


def find_children(wholes: Sequence[Known], stored: catalog.Identities) -> None:
    """Settle for each product which of its variants are in the shop already, and which of them move to it.

    A product of which no variant is left is rejected.
    """
    elsewhere = [
        variant.sku
        for known in wholes
        for variant in known.draft.variants
        if (owner := stored.by_sku.get(variant.sku)) and _came_alone(owner, known, variant)
    ]
    lone = catalog.lone_variants(elsewhere)
    for known in wholes:
        _sort(known, stored, lone)
        _complete(known)
        if not known.draft.variants and known.built.rejections:
            known.built.draft = None


def _came_alone(owner: catalog.Identity, known: Known, variant: VariantDraft) -> bool:
    """Say whether a product is the one that the row of a SKU became at its platform."""
    platform = known.draft.key.partition(":")[0]
    is_own = known.identity is not None and owner.id == known.identity.id
    return not is_own and owner.source_key.casefold() == f"{platform}:{variant.sku}".casefold()


def _sort(known: Known, stored: catalog.Identities, lone: Mapping[str, catalog.LoneVariant]) -> None:
    draft, built = known.draft, known.built
    missing: list[str] = []
    kept = []
    for variant in draft.variants:
        owner = stored.by_sku.get(variant.sku)
        if owner is None and variant.in_shop:
            missing.append(variant.sku)
            continue
        if owner is not None and (known.identity is None or owner.id != known.identity.id):
            if variant.sku in lone and _came_alone(owner, known, variant):
                known.gathers[variant.sku] = lone[variant.sku]
            elif variant.in_shop or owner.source_key.partition(":")[0] == draft.key.partition(":")[0]:
                built.reject(
                    "child_elsewhere", variant.row, draft.children_column, variant.sku,
                    sku=variant.sku, product=draft.title, other=owner.title,
                )  # fmt: skip
                continue
        elif variant.in_shop:
            variant.options = {}  # it is here already, with its options
        kept.append(variant)
    draft.variants = kept
    if missing:
        built.reject(
            "child_unknown", draft.row, draft.children_column, ", ".join(missing), product=draft.title,
            skus=", ".join(missing),
        )  # fmt: skip
    if known.gathers:
        built.warn("gathered", draft.row, value=str(len(known.gathers)), product=draft.title)


def _complete(known: Known) -> None:
    """Fill the options of gathered variants from the attributes that they had as products of their own."""
    titles = dict(known.draft.option_titles or {})
    codes = {title: code for code, title in titles.items()}
    moving = [variant for variant in known.draft.variants if variant.in_shop and variant.sku in known.gathers]
    children: list[tuple[VariantDraft, dict[str, str], dict[str, list[str]]]] = []
    for variant in moving:
        own = _texts(known.gathers[variant.sku].attributes)
        options = {codes.get(title, names.code_of(title)): value for title, value in variant.options.items()}
        options |= {code: own[code][0] for code in titles if code not in options and own.get(code)}
        children.append((variant, options, own))
    added = complete_options([(options, own) for _variant, options, own in children])
    order = [*titles, *(code for code in added if code not in titles)]
    for variant, options, own in children:
        options.update({code: own[code][0] for code in added})
        variant.options = {
            titles.get(code) or code.replace("_", " ").capitalize(): options[code]
            for code in order
            if code in options
        }


def _texts(attributes: Mapping[str, Any]) -> dict[str, list[str]]:
    return {
        code: [str(each) for each in value] if isinstance(value, list) else [str(value)]
        for code, value in attributes.items()
        if value not in (None, "", [])
    }


def remember_moves(known: Sequence[Known]) -> dict[int, dict[str, Any]]:
    """Return what must be known of the variants that will move, to be able to give them back."""
    return catalog.remember_lone([lone for item in known for lone in item.gathers.values()])


def memory_of(before: Mapping[int, dict[str, Any]]) -> list[list[Any]]:
    """Return the memory of moved variants with what they are now: ``[[variant, before, after]]``."""
    after = catalog.variant_values(list(before))
    return [
        [key, memory, after[key]]
        for key, memory in before.items()
        if key in after and after[key]["product_id"] != memory["values"]["product_id"]
    ]


def share_waiting_pictures(taken: Sequence[tuple[Known, catalog.RowResult]]) -> None:
    """Let pictures that were not fetched yet come to the product that the variant belongs to now."""
    targets = {
        lone.product_id: (result.product_id, sku)
        for item, result in taken
        if result.product_id
        for sku, lone in item.gathers.items()
    }
    copies, seen = [], set()
    waiting = ImportImage.objects.filter(product_id__in=targets).exclude(state=ImportImage.State.ATTACHED)
    for image in waiting.order_by("product_id", "position", "id"):
        target, sku = targets[image.product_id]
        shows = sku if image.product_id not in seen else ""
        seen.add(image.product_id)
        copies.append(
            ImportImage(
                run_id=image.run_id, product_id=target, source=image.source, alt=image.alt, sku=shows,
                position=image.position, state=image.state, problem=image.problem,
            )
        )  # fmt: skip
    ImportImage.objects.bulk_create(copies, ignore_conflicts=True, batch_size=500)


def restore_moves(
    entries: Sequence[Sequence[Any]], actor: Actor, at: dt.datetime
) -> tuple[set[int], set[int], list[tuple[str, str]]]:
    """Give variants back to the products that they came from.

    Returns the products that have theirs again, those that keep one which cannot go back, and (SKU, what
    stayed).
    """
    moves = {int(key): (memory, after) for key, memory, after in entries}
    stay = catalog.give_back(moves, actor=actor, at=at) if moves else {}
    revived = {
        int(memory["values"]["product_id"]) for key, (memory, _after) in moves.items() if key not in stay
    }
    wholes = {int(moves[key][1]["product_id"]) for key in stay}
    return revived, wholes, [(sku, "product") for sku in stay.values()]


def gathered_by(product_ids: Sequence[int], *, besides: int) -> str:
    """The name of another import that took variants out of these products and is not undone, or nothing."""
    wanted = set(product_ids)
    others = ImportBatch.objects.filter(undone=False, before__has_key="gathered").exclude(run_id=besides)
    for name, gathered in others.order_by("-run_id").values_list("run__name", "before__gathered"):
        if any(memory["values"]["product_id"] in wanted for _key, memory, _after in gathered or ()):
            return str(name)
    return ""
