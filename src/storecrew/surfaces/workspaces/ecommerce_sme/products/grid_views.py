"""Many products as a spreadsheet: typed or pasted, shown old → new, then written as one operation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.catalog.models import Product
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.kernel.sentence import say
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.undo import done
from storecrew.surfaces.workspaces.ecommerce_sme.products import grid_texts, take_back
from storecrew.surfaces.workspaces.ecommerce_sme.products.product_forms import LABELS, attribute_initial
from storecrew.surfaces.workspaces.ecommerce_sme.products.product_list import ProductList
from storecrew.surfaces.workspaces.ecommerce_sme.products.words import STATUS_WORDS

PAGE_SIZE = 100
MOST_COLUMNS = 12
PLAIN = ("title", "brand")


@dataclass
class Cell:
    """One cell: what is stored, what is typed, and whether the product has such a field at all."""

    name: str
    label: str
    stored: str
    typed: str
    kind: str = "text"
    there: bool = True
    choices: list[str] = field(default_factory=list)


@dataclass
class GridRow:
    """One product in the grid."""

    product: Product
    version: int
    cells: list[Cell]
    problem: str = ""

    @property
    def changed(self) -> list[Cell]:
        """The cells in which something else was typed."""
        return [cell for cell in self.cells if cell.there and cell.typed != cell.stored]


@workspace_page(permission="catalog.write")
def grid(request: HttpRequest) -> HttpResponse:
    """Show the products of the list's filters in a grid; preview and write what was typed."""
    listing = ProductList(request)
    columns = _columns(request.GET)
    texts = grid_texts.chosen(request.GET, MOST_COLUMNS - len(columns))
    page = Paginator(listing.matching(), PAGE_SIZE).get_page(listing.state.page)
    rows = _posted_rows(request, columns, texts) if request.method == "POST" else None
    previews: list[catalog.BulkPreview] = []
    if rows is not None:
        edits = {row.product.pk: _changes(row) for row in rows if row.changed}
        if not edits:
            messages.warning(request, _("Nothing was changed."))
        else:
            previews = _previewed(request, rows, edits)
        if edits and "apply" in request.POST and not any(p.problem for p in previews):
            if _apply(request, rows, edits):
                return redirect(request.get_full_path())
            previews = []
    if rows is None:
        rows = [_row(product, columns, texts) for product in page.object_list]
    context = {
        "header_title": _("Edit many"),
        "rows": rows,
        "columns": [("title", _("Title")), ("brand", _("Brand")), ("status", _("Status"))]
        + [(code, grid_texts.label(text)) for code, text in texts.items()]
        + [(code, schema.name) for code, schema in columns.items()],
        "previews": [(p, _words(p)) for p in previews],
        "may_apply": bool(previews) and not any(p.problem for p in previews),
        "page": page,
        "statuses": list(STATUS_WORDS.items()),
        "column_choices": [
            *((code, grid_texts.label(t), code in texts) for code, t in grid_texts.all_texts().items()),
            *((code, s.name, code in columns) for code, s in _all_columns().items()),
        ],
        "listing": listing,
        "here": request.get_full_path(),
        "list_url": reverse("products_list") + (f"?{q}" if (q := listing.state.query(page="")) else ""),
        "previous_query": _query(request, page.number - 1),
        "next_query": _query(request, page.number + 1),
        "kept_pairs": [
            (k, v) for k, values in request.GET.lists() if k not in {"attr", "page", "q"} for v in values
        ],
    }
    return render(request, "ecommerce_sme/products/grid.html", context)


def _all_columns() -> dict[str, catalog.AttributeSchema]:
    """The attributes that can be a column: product level, one of each code."""
    return {
        schema.code: schema
        for schema in catalog.attribute_schemas()
        if not schema.is_variant_level and schema.kind != "file"
    }


def _columns(query: QueryDict) -> dict[str, catalog.AttributeSchema]:
    known = _all_columns()
    wanted = [code for code in dict.fromkeys(query.getlist("attr")) if code in known]
    return {code: known[code] for code in wanted[:MOST_COLUMNS]}


def _schemas_of_types() -> dict[tuple[str, str], catalog.AttributeSchema]:
    return {(s.type_code, s.code): s for s in catalog.attribute_schemas()}


def _row(
    product: Product,
    columns: dict[str, catalog.AttributeSchema],
    texts: dict[str, grid_texts.Text],
    schemas: dict[tuple[str, str], catalog.AttributeSchema] | None = None,
) -> GridRow:
    schemas = schemas or _schemas_of_types()
    cells = [_plain_cell(product, "title", _("Title")), _plain_cell(product, "brand", _("Brand"))]
    status = _plain_cell(product, "status", _("Status"))
    status.kind = "status"
    cells.append(status)
    for code, wanted in texts.items():
        words = grid_texts.stored(product, wanted)
        cells.append(Cell(f"text-{code}", grid_texts.label(wanted), words, words))
    for code, column in columns.items():
        schema = schemas.get((product.product_type.code, code))
        text = cell_text(product.attributes.get(code))
        choices = [str(choice["value"]) for choice in schema.choices] if schema else []
        label = schema.name if schema else column.name
        kind = schema.kind if schema else "text"
        cells.append(Cell(f"attr-{code}", label, text, text, kind, schema is not None, choices))
    return GridRow(product, product.version, cells)


def _plain_cell(product: Product, name: str, label: str) -> Cell:
    value = str(getattr(product, name))
    return Cell(name, label, value, value)


def cell_text(value: Any) -> str:
    """Return a stored attribute value as one cell of a spreadsheet."""
    shown = attribute_initial(value)
    if shown is None:
        return ""
    return ", ".join(map(str, shown)) if isinstance(shown, list) else str(shown)


def _posted_rows(
    request: HttpRequest,
    columns: dict[str, catalog.AttributeSchema],
    texts: dict[str, grid_texts.Text],
) -> list[GridRow]:
    """Return the rows that were on the screen, with what was typed and the versions that were seen."""
    seen = {
        int(name[2:]): int(str(value))
        for name, value in request.POST.items()
        if name.startswith("v-") and name[2:].isdigit() and str(value).isdigit()
    }
    wanted = dict(list(seen.items())[:PAGE_SIZE])
    products = Product.objects.select_related("product_type").in_bulk(wanted)
    schemas = _schemas_of_types()
    rows = []
    for product_id, version in wanted.items():
        if product_id not in products:
            continue
        row = _row(products[product_id], columns, texts, schemas)
        row.version = version
        for cell in row.cells:
            name = f"{product_id}-{cell.name}"
            was = request.POST.get(f"was-{name}", cell.stored)
            typed = request.POST.get(f"cell-{name}", was).strip()
            # What was not touched stays as it is stored, whoever changed it meanwhile.
            cell.typed = typed if typed != was.strip() else cell.stored
        rows.append(row)
    return rows


def _changes(row: GridRow) -> dict[str, Any]:
    found: dict[str, Any] = {}
    attributes: dict[str, Any] = {}
    typed: dict[str, str] = {}
    for cell in row.changed:
        if cell.name.startswith("attr-"):
            attributes[cell.name.removeprefix("attr-")] = _value(cell)
        elif cell.name.startswith("text-"):
            typed[cell.name.removeprefix("text-")] = cell.typed
        else:
            found[cell.name] = cell.typed
    if typed:
        found["translations"] = grid_texts.merged(row.product, typed)
    return found | ({"attributes": attributes} if attributes else {})


def _value(cell: Cell) -> Any:
    if not cell.typed:
        return None
    if cell.kind == "choice" and "," in cell.typed and cell.typed not in cell.choices:
        return [part.strip() for part in cell.typed.split(",") if part.strip()]
    return cell.typed


def _previewed(
    request: HttpRequest, rows: Iterable[GridRow], edits: dict[int, dict[str, Any]]
) -> list[catalog.BulkPreview]:
    previews = catalog.preview_grid_edit(edits=edits)
    problems = {p.product_id: p.problem for p in previews if p.problem}
    for row in rows:
        if problem := problems.get(row.product.pk):
            named = problem.value if problem.code == "not_ready_for_sale" else ""
            row.problem = f"{problem.message} ({named})" if named else problem.message
    if problems:
        messages.error(request, _("Some rows cannot be written. Correct what is marked."))
    return previews


def _apply(request: HttpRequest, rows: list[GridRow], edits: dict[int, dict[str, Any]]) -> bool:
    """Write everything as one operation; on a conflict mark the rows and write nothing."""
    versions = {row.product.pk: row.version for row in rows if row.product.pk in edits}
    try:
        edited = catalog.grid_edit(
            edits=edits, expected_versions=versions, actor=request_actor(request), at=clock.now(),
            reason=say("edited in the grid"),
        )  # fmt: skip
    except catalog.EditConflict as error:
        stale = set(error.details["products"])
        for row in rows:
            if row.product.pk in stale:
                row.problem = _("Somebody changed it meanwhile. What is stored now is shown in the preview.")
                row.version = row.product.version
        messages.error(request, f"{error.message} {_('Nothing was written. Look at the preview again.')}")
        return False
    except DomainError as error:
        messages.error(request, str(error))
        return False
    count = sum(bool(p.changes) for p in edited)
    words = ngettext("%(n)s product changed.", "%(n)s products changed.", count) % {"n": count}
    done(request, words, take_back.of_edits(edited))
    return True


def _words(preview: catalog.BulkPreview) -> list[tuple[str, str, str]]:
    """Return (field, old, new) of a preview in words; of the attributes only those that change."""
    found = []
    for change in preview.changes:
        if change.field == "attributes":
            codes = [c for c in {**change.old, **change.new} if change.old.get(c) != change.new.get(c)]
            found += [
                (code, cell_text(change.old.get(code)), cell_text(change.new.get(code))) for code in codes
            ]
        elif change.field == "translations":
            found += grid_texts.differences(change.old, change.new)
        elif change.field == "status":
            found.append((_("Status"), str(STATUS_WORDS[change.old]), str(STATUS_WORDS[change.new])))
        else:
            named = _("Brand") if change.field == "brand" else str(LABELS.get(change.field, change.field))
            found.append((named, str(change.old), str(change.new)))
    return found


def _query(request: HttpRequest, page: int) -> str:
    query = request.GET.copy()
    query["page"] = str(page)
    return str(query.urlencode())
