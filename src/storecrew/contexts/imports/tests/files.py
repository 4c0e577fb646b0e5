"""The file that the tests of the command read: two products, three variants."""

from __future__ import annotations

from pathlib import Path

from storecrew.contexts.imports.tests.factories import table

ROWS = [
    {
        "Handle": "shirt",
        "Title": "Shirt",
        "Body (HTML)": '<p onclick="x()">Soft<script>alert(1)</script></p>',
        "Vendor": "Acme",
        "Type": "Tops",
        "Published": "true",
        "Option1 Name": "Size",
        "Option1 Value": "S",
        "Variant SKU": "S-1",
        "Variant Price": "20",
        "Variant Compare At Price": "25",
        "Variant Inventory Qty": "3",
        "Cost per item": "8",
        "Image Src": "https://cdn.example.com/a.jpg",
        "Status": "active",
    },
    {"Handle": "shirt", "Option1 Value": "M", "Variant Price": "21", "Variant Inventory Qty": "4"},
    {
        "Handle": "cap",
        "Title": "Cap",
        "Type": "Hats",
        "Published": "false",
        "Variant SKU": "C-1",
        "Variant Price": "9",
        "Variant Inventory Qty": "1",
        "Status": "draft",
    },
]


def write(tmp_path: Path, rows: list[dict] | None = None, name: str = "file.csv") -> Path:
    path = tmp_path / name
    path.write_text(table(rows if rows is not None else ROWS), encoding="utf-8", newline="")
    return path
