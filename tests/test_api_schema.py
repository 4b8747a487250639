"""The API is what its OpenAPI document says, for whatever schemathesis makes of that document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis.core.result import Ok
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import positive_data_acceptance

from rag import Assistant
from rag.web.desk import Desk, Room
from rag.web.server import make_web_app
from tests.serving import serving

OPERATIONS = {
    "POST /ask",
    "POST /ask/stream",
    "POST /search",
    "GET /timeline",
    "GET /articles/{article_id}",
    "GET /coverage",
}
ANY_PATH_IS_ONE = ("GET /articles/{article_id}", schemathesis.GenerationMode.NEGATIVE)
EXAMPLES = 12  # of each operation, as many right as wrong ones


@pytest.fixture(scope="module")
def schema(assistant: Assistant) -> Iterator[BaseSchema]:
    desk = Desk(assistant, room=Room(kept=0))
    with serving(make_web_app(desk)) as address:
        yield schemathesis.openapi.from_url(f"{address}/api/v1/openapi.json")


def test_every_operation_is_tested(schema: BaseSchema) -> None:
    found = (one.ok() for one in schema.get_all_operations() if isinstance(one, Ok))
    assert {one.label for one in found} == OPERATIONS


@pytest.mark.parametrize("label", sorted(OPERATIONS))
@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode))
def test_the_api_keeps_its_word(
    schema: BaseSchema, label: str, mode: schemathesis.GenerationMode
) -> None:
    if (label, mode) == ANY_PATH_IS_ONE:
        pytest.skip("every text is a path")
    method, path = label.split()
    operation = schema[path][method]

    @seed(20261122)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def keeps_its_word(case: schemathesis.Case[Any]) -> None:
        # a question of nothing but marks, days in the wrong order: well-formed, and yet refused
        case.call_and_validate(excluded_checks=[positive_data_acceptance])

    keeps_its_word()
