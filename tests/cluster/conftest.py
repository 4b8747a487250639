"""Tests of builds and indexes on many machines, whose packages are optional.

Without requirements-cluster.txt, nothing here is collected: `make test-cluster` installs it.
"""

from __future__ import annotations

from importlib.util import find_spec

_NEEDED = {"test_ray_": ("ray", "pyarrow"), "test_milvus_": ("pymilvus", "milvus_lite")}

collect_ignore_glob = [
    f"{start}*.py"
    for start, packages in _NEEDED.items()
    if any(find_spec(package) is None for package in packages)
]
