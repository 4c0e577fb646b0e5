"""The tree of categories: seen, made, changed, moved, merged, removed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.catalog.models import Category, PathRedirect, ProductCategory
from storecrew.contexts.content import public as content
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.ui.backoffice import earlier, three_way
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form
from storecrew.surfaces.ui.backoffice.listing import Status
from storecrew.surfaces.ui.backoffice.record import Action, Fact, Record, render_record
from storecrew.surfaces.workspaces.ecommerce_sme.categories.category_forms import (
    CategoryForm,
    MergeForm,
    MoveForm,
)
from storecrew.surfaces.workspaces.ecommerce_sme.categories.tree import find, whole_tree


@workspace_page(permission="catalog.read")
def category_tree(request: HttpRequest) -> HttpResponse:
    """Show the whole tree with the number of products."""
    context = {
        "roots": whole_tree(),
        "may_write": request_actor(request).can("catalog.write"),
        "header_title": _("Categories"),
    }
    return render(request, "ecommerce_sme/categories/tree.html", context)


@workspace_page(permission="catalog.write")
def add_category(request: HttpRequest) -> HttpResponse:
    """Make a category."""
    form = CategoryForm(request.POST or None, initial={"visible": True, "parent": request.GET.get("parent")})
    if request.method == "POST" and form.is_valid():
        parent = form.cleaned_data["parent"]
        try:
            content.prepare_pictures(form.leads())
            made = catalog.save_category(
                parent_id=int(parent) if parent else None,
                actor=request_actor(request),
                at=clock.now(),
                **form.values(),
            )
        except DomainError as error:
            form.take(error)
        else:
            messages.success(request, _("Saved."))
            return redirect("categories_record", made)
    return render_form(
        request,
        form,
        title=_("New category"),
        back_url=reverse("categories_list"),
        back_label=_("Categories"),
        template="ecommerce_sme/products/edit.html",
    )


EDITS = ("catalog.category_updated",)
"""Changes of the timeline that the form of a category can open with what was before."""


@workspace_page(permission="catalog.read")
def category_record(request: HttpRequest, category_id: int) -> HttpResponse:
    """Show a category with its products, its addresses and its timeline."""
    row = find(category_id)
    may_write = request_actor(request).can("catalog.write")
    actions = [
        Action(_("Edit"), reverse("categories_edit", args=[row.pk])),
        Action(_("Move"), reverse("categories_move", args=[row.pk])),
        Action(_("Merge"), reverse("categories_merge", args=[row.pk])),
        Action(_("Split"), reverse("categories_split", args=[row.pk])),
        Action(
            _("Remove"), reverse("categories_remove", args=[row.pk]), post=True, tone="danger",
            confirm=_("Remove this category? Its products stay, and its address leads to its parent."),
        ),
    ]  # fmt: skip
    record = Record(
        title=row.name,
        subtitle=f"/c/{row.url_path}/",
        record="catalog.category",
        record_id=row.pk,
        status=[Status(_("visible"), "good") if row.visible else Status(_("hidden"))],
        actions=actions if may_write else (),
        back_url=reverse("categories_list"),
        back_label=_("Categories"),
        edit_url=reverse("categories_edit", args=[row.pk]) if may_write else "",
        edit_actions=EDITS,
    )
    context = {
        "row": row,
        "facts": _facts(row, request_actor(request).can("discovery.write")),
        "texts": _texts(row),
        "redirects": PathRedirect.objects.filter(new_path=f"c/{row.url_path}")[:20],
        "children": row.children.order_by("position", "pk"),
    }
    return render_record(request, record, template="ecommerce_sme/categories/record.html", context=context)


def _facts(row: Category, may_sort: bool) -> list[Fact]:
    count = ProductCategory.objects.filter(category=row).count()
    listing = reverse("products_list") + f"?f.category={row.url_path}"
    rules = reverse("sort_rules_add") + f"?category={row.pk}"
    return [
        Fact(_("Products"), str(count), url=listing),
        *([Fact(_("Order of its list"), _("Make a sort rule"), url=rules)] if may_sort else []),
        *([Fact(_("Not shown in"), list(row.hidden_in), "tags")] if row.hidden_in else []),
        Fact(_("Page template"), str(catalog.LAYOUTS[catalog.layout_of(row.layout)][0])),
        Fact(_("Filters"), list(row.facet_codes) or _("those of the product types"), "tags"),
    ]


def _texts(row: Category) -> list[dict[str, Any]]:
    """Return name, description and search engine texts in each language."""
    form = CategoryForm(category=row)
    found = []
    for locale in ("en", *form.locales):
        texts = row.translations.get(locale, {}) if locale != "en" else {
            "name": row.name, "description": row.description, "seo_title": row.seo_title,
            "seo_description": row.seo_description,
        }  # fmt: skip
        plain = catalog.plain_text(str(texts.get("description", "")))
        named = {name: texts.get(name, "") for name in ("name", "seo_title", "seo_description")}
        found.append({**named, "locale": locale, "description": plain})
    return found


@workspace_page(permission="catalog.write")
def edit_category(request: HttpRequest, category_id: int) -> HttpResponse:
    """Change texts, address and filters; two editors at once lose nothing."""
    row = find(category_id)
    fresh = CategoryForm(category=row)
    version, seen, status, conflict = str(row.version), _seen(fresh), 200, False
    differences: list[three_way.Difference] = []
    form, found = fresh, None
    if request.method != "POST":
        name = ("catalog.category", row.pk)
        found = earlier.earlier(
            request, fresh, name, EDITS, lambda e: (fresh.of_trail(e.before), fresh.of_trail(e.after))
        )
        if found is not None:
            form = CategoryForm(category=row, initial={**fresh.initial, **found.values})
    else:
        version, seen, status = request.POST.get("version", ""), request.POST.get("seen", ""), 422
        form = CategoryForm(three_way.choose(request.POST, fresh.fields), category=row)
        if form.is_valid():
            try:
                content.prepare_pictures(form.leads())
                catalog.save_category(
                    category_id=category_id,
                    expected_version=int(version) if version.isdigit() else -1,
                    actor=request_actor(request),
                    at=clock.now(),
                    **form.values(),
                )
            except catalog.EditConflict:
                current = three_way.shown(fresh, fresh.initial)
                merged, differences = three_way.merge(fresh, form.data, current)  # type: ignore[arg-type]
                form = CategoryForm(merged, category=row)
                form.is_valid()
                version, seen, status, conflict = str(row.version), _seen(fresh), 409, True
            except DomainError as error:
                form.take(error)
            else:
                messages.success(request, _moved_words(row) or _("Saved."))
                return redirect("categories_record", category_id)
    context = {
        "form": form,
        "version": version,
        "seen": seen,
        "conflict": conflict,
        "earlier": found,
        "differences": differences,
        "header_title": _("Edit %(title)s") % {"title": row.name},
        "back_url": reverse("categories_record", args=[row.pk]),
        "back_label": row.name,
    }
    return render(request, "ecommerce_sme/products/edit.html", context, status=status)


def _seen(form: CategoryForm) -> str:
    return three_way.sign(three_way.shown(form, form.initial))


def _moved_words(before: Category) -> str:
    """Return what became of the address, or "" when it stayed."""
    path = Category.objects.values_list("url_path", flat=True).get(pk=before.pk)
    if path == before.url_path:
        return ""
    return _("Saved. /c/%(old)s/ now leads to /c/%(new)s/.") % {"old": before.url_path, "new": path}


@workspace_page(permission="catalog.write")
def move_category(request: HttpRequest, category_id: int) -> HttpResponse:
    """Hang a category, with all below it, under another parent."""
    row = find(category_id)
    form = MoveForm(request.POST or None, category=row, initial={"parent": str(row.parent_id or "")})
    if request.method == "POST" and form.is_valid():
        parent = form.cleaned_data["parent"]
        try:
            catalog.move_category(
                category_id=category_id,
                parent_id=int(parent) if parent else None,
                actor=request_actor(request),
                at=clock.now(),
            )
        except DomainError as error:
            form.take(error)
        else:
            messages.success(request, _moved_words(row) or _("It stands there already."))
            return redirect("categories_list")
    intro = _("Everything below comes along. Old addresses lead on to the new ones (301).")
    return _small_form(request, row, form, _("Move %(name)s"), _("Move"), intro)


@workspace_page(permission="catalog.write")
def merge_category(request: HttpRequest, category_id: int) -> HttpResponse:
    """Put the products of a category into another and remove it."""
    row = find(category_id)
    form = MergeForm(request.POST or None, category=row)
    if request.method == "POST" and form.is_valid():
        into = int(form.cleaned_data["into"])
        try:
            catalog.merge_category(
                category_id=category_id, into_id=into, actor=request_actor(request), at=clock.now()
            )
        except DomainError as error:
            form.take(error)
        else:
            messages.success(request, _("Merged. /c/%(old)s/ now leads there.") % {"old": row.url_path})
            return redirect("categories_record", into)
    count = ProductCategory.objects.filter(category=row).count()
    words = ngettext(
        "%(n)s product goes along, this category is removed, and its address leads on (301).",
        "%(n)s products go along, this category is removed, and its address leads on (301).",
        count,
    )
    return _small_form(request, row, form, _("Merge %(name)s"), _("Merge"), words % {"n": count})


def _small_form(
    request: HttpRequest, row: Category, form: Any, title: str, submit: str, intro: str
) -> HttpResponse:
    return render_form(
        request,
        form,
        title=title % {"name": row.name},
        intro=intro,
        submit=submit,
        back_url=reverse("categories_record", args=[row.pk]),
        back_label=row.name,
    )


@workspace_page(permission="catalog.write")
@require_POST
def order_category(request: HttpRequest, category_id: int) -> HttpResponse:
    """Move a category one place up or down among its siblings."""
    row = find(category_id)
    siblings = list(Category.objects.filter(parent_id=row.parent_id).order_by("position", "pk"))
    place = next(i for i, each in enumerate(siblings) if each.pk == row.pk)
    target = min(max(place + (-1 if request.POST.get("to") == "up" else 1), 0), len(siblings) - 1)
    siblings.insert(target, siblings.pop(place))
    for position, each in enumerate(siblings):
        if each.position != position:
            catalog.save_category(
                category_id=each.pk, position=position, actor=request_actor(request), at=clock.now()
            )
    return redirect(reverse("categories_list") + f"#category-{category_id}")


@workspace_page(permission="catalog.write")
@require_POST
def remove_category(request: HttpRequest, category_id: int) -> HttpResponse:
    """Remove a category without subcategories."""
    row = find(category_id)
    catalog.delete_category(category_id=category_id, actor=request_actor(request), at=clock.now())
    messages.success(request, _("%(name)s is removed.") % {"name": row.name})
    return redirect("categories_list")
