"""That the catalogue of properties in the package is what Kafka's jars define."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import kafkatui.insight
from kafkatui.sandbox.versions import RELEASES
from tests.cluster.needs import require_java_and_maven
from tools.catalogue.generate import defined_in

pytestmark = pytest.mark.cluster

LINE = "3.9"


def test_it_is_what_the_jars_define() -> None:
    require_java_and_maven()
    catalogue = json.loads((Path(kafkatui.insight.__path__[0]) / "catalogue.json").read_text())
    number = catalogue["releases"].index(LINE)
    for kind, defined in defined_in(RELEASES[LINE]).items():
        kept = {
            name: [*version[1:-1], catalogue["texts"][version[-1]]]
            for name, versions in catalogue[kind].items()
            for version in versions
            if number in version[0]
        }
        assert kept == defined, kind
