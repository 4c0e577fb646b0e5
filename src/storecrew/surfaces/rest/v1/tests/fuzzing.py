"""Fuzz tests of one operation each, built when they run.

``schema.parametrize()`` builds the test of every operation while tests are collected: ten seconds in each
process of the suite, most of which run none of them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import pytest
from schemathesis import Case
from schemathesis.checks import load_all_checks
from schemathesis.generation.feedback import FeedbackSources
from schemathesis.pytest._test_builder import build_operation_test
from schemathesis.python._constants.orchestrator import make_constants_value_source
from schemathesis.schemas import BaseSchema


class Operations:
    """The operations of a document by their labels."""

    def __init__(self, schema: BaseSchema) -> None:
        self._schema = schema
        self._known = {one.label: one for one in (each.ok() for each in schema.get_all_operations())}

    def each(self) -> pytest.MarkDecorator:
        """Give a test the ``label`` of each."""
        return pytest.mark.parametrize("label", self._known)

    def fuzz(self, label: str, check: Callable[[Case], None]) -> None:
        """Call ``check`` with the examples, the boundaries and random requests of one."""
        load_all_checks()
        build_operation_test(
            config=self._schema.config,
            operation=self._known[label],
            test_func=check,
            given_kwargs={},
            feedback=self._feedback,
        )()

    @cached_property
    def _feedback(self) -> FeedbackSources:
        return FeedbackSources(constants_value_source=make_constants_value_source(self._schema))
