"""Changes of low rank to a model's matrices: trained (Hu et al. 2022, ICLR), and averaged.

Changes are arrays by the names of the model's weights: NAME is added whole, the product of
NAME/up (out, rank) and NAME/down (rank, in) to a matrix.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

Changes = Mapping[str, NDArray[np.float32]]
UP, DOWN = "/up", "/down"


class LowRank(nn.Module):
    """Adds to a matrix the product of two small ones; nothing at first."""

    def __init__(self, matrix: Tensor, rank: int, strength: float) -> None:
        super().__init__()
        out, into = matrix.shape
        self.strength = strength  # what the product is multiplied with
        self.down = nn.Parameter(torch.randn(rank, into) / into**0.5)
        self.up = nn.Parameter(torch.zeros(out, rank))

    def forward(self, matrix: Tensor) -> Tensor:
        """The matrix with what was learnt."""
        return matrix + self.strength * (self.up @ self.down)

    def take(self, up: NDArray[np.float32], down: NDArray[np.float32]) -> None:
        """Have these for what was learnt; of another rank, too."""
        self.up = nn.Parameter(torch.tensor(up / self.strength))
        self.down = nn.Parameter(torch.tensor(down))


def averaged(members: Sequence[Changes], rank: int) -> dict[str, NDArray[np.float32]]:
    """The mean of changes trained from the same beginning; matrices as near as a rank comes.

    Source: Wortsman et al. 2022, "Model soups", ICML.
    """
    found = {}
    for name in members[0]:
        if name.endswith(UP):
            matrix = name.removesuffix(UP)
            whole = np.mean([one[name] @ one[matrix + DOWN] for one in members], axis=0)
            left, sizes, right = np.linalg.svd(whole, full_matrices=False)
            roots = np.sqrt(sizes[:rank])
            found[name] = (left[:, :rank] * roots).astype(np.float32)
            found[matrix + DOWN] = (roots[:, None] * right[:rank]).astype(np.float32)
        elif not name.endswith(DOWN):
            found[name] = np.mean([one[name] for one in members], axis=0)
    return found
