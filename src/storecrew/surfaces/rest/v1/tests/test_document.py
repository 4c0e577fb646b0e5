"""The document: every operation has examples that its schemas accept, and the codes of its refusals."""

from __future__ import annotations

import json

import pytest
from ninja import Schema

from storecrew.kernel.errors import DomainError
from storecrew.surfaces.rest.v1 import examples, problems, refusals, schemas
from storecrew.surfaces.rest.v1.document import text

DOCUMENT = json.loads(text())
OPERATIONS = {one["operationId"]: one for path in DOCUMENT["paths"].values() for one in path.values()}


def model_of(content: dict) -> type[Schema]:
    schema = content["application/json"]["schema"]
    schema = next((one for one in schema.get("anyOf", ()) if "$ref" in one), schema)
    found: type[Schema] = getattr(schemas, schema["$ref"].rpartition("/")[2])
    return found


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_operation_has_examples_that_its_schemas_accept(name):
    operation = OPERATIONS[name]
    answers = [one for code, one in operation["responses"].items() if int(code) < 300]
    for answer in answers:
        example = answer["content"]["application/json"]["example"]
        known = model_of(answer["content"])
        assert set(example) == set(known.model_fields)
        known.model_validate(example)
    if "requestBody" in operation:
        content = operation["requestBody"]["content"]
        model_of(content).model_validate(content["application/json"]["example"])


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


def test_nothing_is_described_that_does_not_exist():
    assert set(examples.ANSWERS) == set(refusals.REFUSALS) == set(OPERATIONS)
    assert set(examples.REQUESTS) == {name for name, one in OPERATIONS.items() if "requestBody" in one}


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_refusal_of_an_operation_is_an_example_under_its_status(name):
    for refusal in refusals.REFUSALS[name]:
        assert issubclass(refusal, DomainError)
        status = str(problems.status_of(refusal()))
        content = OPERATIONS[name]["responses"][status]["content"][problems.CONTENT_TYPE]
        example = content["examples"][refusal.code]["value"]
        assert example["detail"]
        schemas.Problem.model_validate(example)
