"""docs/scaling.md: its files are what Ray and KubeRay read, and its table is what it says."""

from __future__ import annotations

import re
import shlex
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

from benchmarks.scaling import SIZES, UNITS, Size, size_rows

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "scaling.md").read_text(encoding="utf-8")
MANIFESTS: list[dict[str, Any]] = [
    yaml.safe_load(text)
    for text in re.findall(r"^```yaml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
]


def _pinned(package: str, file: str) -> str:
    found = re.search(rf"^{re.escape(package)}==(\S+)", (ROOT / file).read_text(), re.MULTILINE)
    assert found
    return found[1]


def test_kuberay_gets_a_cluster_of_the_pinned_ray_whose_nodes_share_a_folder() -> None:
    (cluster,) = [one for one in MANIFESTS if one.get("kind") == "RayCluster"]
    spec = cluster["spec"]
    assert spec["rayVersion"] == _pinned("ray[data]", "requirements-cluster.txt")
    assert spec["authOptions"] == {"mode": "token"}
    groups = [spec["headGroupSpec"], *spec["workerGroupSpecs"]]
    for group in groups:
        assert all(isinstance(value, str) for value in group["rayStartParams"].values())
        pod = group["template"]["spec"]
        (container,) = pod["containers"]
        mounted = {mount["name"] for mount in container["volumeMounts"]}
        assert mounted == {volume["name"] for volume in pod["volumes"]} == {"shared"}
    assert groups[0]["rayStartParams"]["num-cpus"] == "0"  # the head node computes nothing


def test_ray_up_gets_commands_that_a_shell_can_read() -> None:
    (cluster,) = [one for one in MANIFESTS if "setup_commands" in one]
    setup = cluster["setup_commands"]
    for command in (
        *setup, *cluster["head_start_ray_commands"], *cluster["worker_start_ray_commands"],
    ):  # fmt: skip
        assert shlex.split(command)
    assert any("-r requirements-cluster.txt" in command for command in setup)
    assert f"uv=={_pinned('uv', 'requirements-dev.txt')}" in " ".join(setup)
    assert cluster["max_workers"] == len(cluster["provider"]["worker_ips"])


def test_each_cost_is_measured_chosen_or_said_to_be_assumed() -> None:
    for unit in UNITS:
        assert unit.value > 0
        assert re.match(r"\[.+\]\(.+\)|formula|assumption|choice", unit.source), unit


def test_ten_times_the_passages_take_ten_times_as_much() -> None:
    for less, more in pairwise(SIZES):
        assert more.passages == 10 * less.passages
        assert more.core_hours == pytest.approx(10 * less.core_hours)
        assert more.searchers >= less.searchers
    assert len({len(row) for row in size_rows()}) == 1


def test_the_hours_of_a_size_are_its_passages_times_the_seconds_of_one() -> None:
    # 94 s of a core for 5,731 passages, and nine tenths of an actor: 1 million takes 5.06 hours
    assert Size(1, "", "").core_hours == pytest.approx(94 / 5731 / 0.9 * 1e6 / 3600, rel=0.2)
