"""The documents: every operation has examples that its schemas accept, and the codes of its refusals."""

from __future__ import annotations

import json
from types import ModuleType
from typing import NamedTuple

import pytest
from ninja import Schema

from storecrew.kernel.errors import DomainError
from storecrew.surfaces.rest.staff import examples as staff_examples
from storecrew.surfaces.rest.staff import refusals as staff_refusals
from storecrew.surfaces.rest.staff import schemas as staff_schemas
from storecrew.surfaces.rest.v1 import examples, inputs, problems, refusals, schemas
from storecrew.surfaces.rest.v1.document import staff_text, text


class Interface(NamedTuple):
    """One of the interfaces: its document and what it says by operation."""

    text: str
    examples: ModuleType
    refusals: ModuleType
    schemas: tuple[ModuleType, ...]

    def operations(self) -> dict:
        """Return its operations by name."""
        document = json.loads(self.text)
        return {one["operationId"]: one for path in document["paths"].values() for one in path.values()}


INTERFACES = (
    Interface(text(), examples, refusals, (schemas, inputs)),
    Interface(staff_text(), staff_examples, staff_refusals, (staff_schemas,)),
)
OPERATIONS = {name: one for interface in INTERFACES for name, one in interface.operations().items()}
HOME = {name: interface for interface in INTERFACES for name in interface.operations()}


def model_of(content: dict, home: Interface) -> type[Schema]:
    schema = content["application/json"]["schema"]
    schema = next((one for one in schema.get("anyOf", ()) if "$ref" in one), schema)
    name = schema["$ref"].rpartition("/")[2]
    found: type[Schema] = next(getattr(module, name) for module in home.schemas if hasattr(module, name))
    return found


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_operation_has_examples_that_its_schemas_accept(name):
    operation, home = OPERATIONS[name], HOME[name]
    answers = [one for code, one in operation["responses"].items() if int(code) < 300]
    for answer in answers:
        example = answer["content"]["application/json"]["example"]
        known = model_of(answer["content"], home)
        assert set(example) == set(known.model_fields)
        known.model_validate(example)
    if "requestBody" in operation:
        content = operation["requestBody"]["content"]
        model_of(content, home).model_validate(content["application/json"]["example"])


@pytest.mark.parametrize("name", [name for name, one in examples.ANSWERS.items() if "subtotal" in one])
def test_the_amounts_of_an_example_add_up(name):
    example = examples.ANSWERS[name]
    lines = sum(line["total"]["amount"] for line in example["lines"])
    beside = (example["shipping"] or {"amount": 0})["amount"] + example["fees"]["amount"]
    total = example["total"]["amount"]
    assert example["subtotal"]["amount"] == lines
    assert total == lines - example["discount"]["amount"] + beside
    if "due" in example:
        assert example["due"]["amount"] == total - sum(
            each["amount"]["amount"] for each in example["tenders"]
        )


@pytest.mark.parametrize("interface", INTERFACES, ids=("shop", "staff"))
def test_nothing_is_described_that_does_not_exist(interface):
    known = interface.operations()
    assert set(interface.examples.ANSWERS) == set(interface.refusals.REFUSALS) == set(known)
    assert set(interface.examples.REQUESTS) == {name for name, one in known.items() if "requestBody" in one}


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_refusal_of_an_operation_is_an_example_under_its_status(name):
    for refusal in HOME[name].refusals.REFUSALS[name]:
        assert issubclass(refusal, DomainError)
        status = str(problems.status_of(refusal()))
        content = OPERATIONS[name]["responses"][status]["content"][problems.CONTENT_TYPE]
        example = content["examples"][refusal.code]["value"]
        assert example["detail"]
        schemas.Problem.model_validate(example)
