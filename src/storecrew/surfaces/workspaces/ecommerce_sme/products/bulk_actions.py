"""What can be done to many products of the list at once; each action shows its effect before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.catalog.models import Category, Listing, Product, ProductCategory
from storecrew.contexts.channels import public as channels
from storecrew.kernel.errors import Denied
from storecrew.surfaces.ui.backoffice.bulk import BulkAction, BulkRequest, Effect, Text
from storecrew.surfaces.ui.backoffice.undo import Done
from storecrew.surfaces.workspaces.ecommerce_sme.products import take_back
from storecrew.surfaces.workspaces.ecommerce_sme.products.words import STATUS_WORDS


class StatusForm(forms.Form):
    """The status to set."""

    status = forms.ChoiceField(
        label=gettext_lazy("New status"),
        # What is approved is approved one at a time, by a second person.
        choices=[each for each in Product.Status.choices if each[0] != Product.Status.APPROVED],
    )


class CategoryForm(forms.Form):
    """The category to add or to take away."""

    category = forms.ChoiceField(label=gettext_lazy("Category"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Category.objects.order_by("url_path").values_list("pk", "url_path")
        self.fields["category"].choices = [(pk, path.replace("/", " › ")) for pk, path in rows]  # type: ignore[attr-defined]


class ChannelForm(forms.Form):
    """The channel to list in or to take from."""

    channel = forms.ChoiceField(label=gettext_lazy("Channel"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channel"].choices = [(c.code, c.name) for c in channels.all_channels()]  # type: ignore[attr-defined]


def _ids(ask: BulkRequest) -> list[int]:
    return list(ask.rows.values_list("pk", flat=True))


def _planned(ask: BulkRequest, ids: Sequence[int]) -> list[catalog.BulkPreview]:
    return catalog.preview_bulk_edit(ids=ids, changes={"status": ask.answers["status"]})


def _status_effects(ask: BulkRequest, rows: list[Any]) -> Sequence[Effect]:
    planned = {p.product_id: p for p in _planned(ask, [row.pk for row in rows])}
    return [
        Effect(
            row.title,
            STATUS_WORDS[row.status],
            STATUS_WORDS[ask.answers["status"]],
            _refused(planned[row.pk]),
        )
        for row in rows
    ]


def _refused(plan: catalog.BulkPreview) -> str:
    if plan.problem:
        named = plan.problem.value if plan.problem.code == "not_ready_for_sale" else ""
        return f"{plan.problem.message} ({named})" if named else plan.problem.message
    return "" if plan.changes else _("has this status already")


def _set_status(ask: BulkRequest) -> Done:
    planned = _planned(ask, _ids(ask))
    fit = [p for p in planned if not p.problem and p.changes]
    edited = catalog.bulk_edit(
        ids=[p.product_id for p in fit],
        changes={"status": ask.answers["status"]},
        expected_versions={p.product_id: p.version for p in fit},
        actor=ask.actor,
        at=ask.at,
    )
    done = ngettext("%(n)s product changed.", "%(n)s products changed.", len(fit)) % {"n": len(fit)}
    left = len(planned) - len(fit)
    words = f"{done} {_('%(n)s left alone.') % {'n': left}}" if left else done
    return Done(words, take_back.of_edits(edited))


def _category_effects(ask: BulkRequest, rows: list[Any], *, adding: bool) -> Sequence[Effect]:
    wanted = int(ask.answers["category"])
    links = ProductCategory.objects.filter(product_id__in=[row.pk for row in rows])
    stands: dict[int, dict[int, str]] = {}
    for product_id, category_id, name in links.values_list("product_id", "category_id", "category__name"):
        stands.setdefault(product_id, {})[category_id] = name
    name = Category.objects.values_list("name", flat=True).get(pk=wanted)
    effects = []
    for row in rows:
        own = stands.get(row.pk, {})
        then = {**own, wanted: name} if adding else {k: v for k, v in own.items() if k != wanted}
        refused = "" if then != own else _("is there already") if adding else _("is not there")
        effects.append(Effect(row.title, ", ".join(own.values()), ", ".join(then.values()) or "–", refused))
    return effects


def _add_effects(ask: BulkRequest, rows: list[Any]) -> Sequence[Effect]:
    return _category_effects(ask, rows, adding=True)


def _remove_effects(ask: BulkRequest, rows: list[Any]) -> Sequence[Effect]:
    return _category_effects(ask, rows, adding=False)


def _changed(count: int) -> Text:
    return ngettext("%(n)s product changed.", "%(n)s products changed.", count) % {"n": count}


def _move(ask: BulkRequest, *, adding: bool) -> Done:
    category_id = int(ask.answers["category"])
    move = catalog.add_to_category if adding else catalog.remove_from_category
    changed = move(product_ids=_ids(ask), category_id=category_id, actor=ask.actor, at=ask.at)
    return Done(_changed(len(changed)), take_back.of_category(changed, category_id, added=adding))


def _add_category(ask: BulkRequest) -> Done:
    return _move(ask, adding=True)


def _remove_category(ask: BulkRequest) -> Done:
    return _move(ask, adding=False)


def _channel(ask: BulkRequest) -> channels.ChannelFacts:
    code = ask.answers["channel"]
    if not ask.actor.can_see("channel", code):
        raise Denied(_("This channel is outside of your scope."), channel=code)
    return channels.facts(code)


def _listed(ask: BulkRequest, rows: Sequence[int]) -> set[int]:
    found = Listing.objects.filter(channel_id=_channel(ask).id, published=True, product_id__in=rows)
    return set(found.values_list("product_id", flat=True))


def _listing_effects(ask: BulkRequest, rows: list[Any], *, published: bool) -> Sequence[Effect]:
    listed = _listed(ask, [row.pk for row in rows])
    words = {True: _("listed"), False: _("not listed")}
    return [
        Effect(
            row.title,
            words[row.pk in listed],
            words[published],
            _("is so already") if (row.pk in listed) == published else "",
        )
        for row in rows
    ]


def _list_effects(ask: BulkRequest, rows: list[Any]) -> Sequence[Effect]:
    return _listing_effects(ask, rows, published=True)


def _unlist_effects(ask: BulkRequest, rows: list[Any]) -> Sequence[Effect]:
    return _listing_effects(ask, rows, published=False)


def _set_listing(ask: BulkRequest, *, published: bool) -> Done:
    ids = _ids(ask)
    listed = _listed(ask, ids)
    wanted = [id_ for id_ in ids if (id_ in listed) != published]
    channel_id = _channel(ask).id
    catalog.set_listing(
        product_ids=wanted, channel_id=channel_id, published=published, actor=ask.actor, at=ask.at
    )
    return Done(_changed(len(wanted)), take_back.of_listing(wanted, channel_id, published=published))


def _list_in(ask: BulkRequest) -> Done:
    return _set_listing(ask, published=True)


def _unlist(ask: BulkRequest) -> Done:
    return _set_listing(ask, published=False)


_WRITE: dict[str, Any] = {"permission": "catalog.write"}
ACTIONS = (
    BulkAction("status", gettext_lazy("Set status"), _set_status, _status_effects, form=StatusForm, **_WRITE),
    BulkAction(
        "add_category", gettext_lazy("Add category"), _add_category, _add_effects, form=CategoryForm, **_WRITE
    ),
    BulkAction(
        "remove_category",
        gettext_lazy("Remove category"),
        _remove_category,
        _remove_effects,
        form=CategoryForm,
        **_WRITE,
    ),
    BulkAction("list", gettext_lazy("List in channel"), _list_in, _list_effects, form=ChannelForm, **_WRITE),
    BulkAction(
        "unlist",
        gettext_lazy("Take from channel"),
        _unlist,
        _unlist_effects,
        form=ChannelForm,
        destructive=True,
        explanation=gettext_lazy("Shoppers of the channel no longer find these products."),
        **_WRITE,
    ),
)
