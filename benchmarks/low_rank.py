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
from torch.nn.functional import linear

_Matrix = NDArray[np.float32]
Changes = Mapping[str, _Matrix]
UP, DOWN = "/up", "/down"


class LowRank(nn.Module):
    """A linear layer whose matrix has the product of two small ones added; nothing at first.

    What the product adds is computed by itself: the gradient of the whole matrix, which nothing
    learns from, then is not needed.
    """

    def __init__(self, plain: nn.Linear, rank: int, strength: float) -> None:
        super().__init__()
        out, into = plain.weight.shape
        self.plain = plain
        self.strength = strength  # what the product is multiplied with
        self.down = nn.Parameter(torch.randn(rank, into) / into**0.5)
        self.up = nn.Parameter(torch.zeros(out, rank))

    def forward(self, vectors: Tensor) -> Tensor:
        """What the layer makes of vectors (..., in), with what was learnt: (..., out)."""
        added = linear(linear(vectors, self.down), self.up)
        changed: Tensor = self.plain(vectors) + self.strength * added
        return changed

    def take(self, up: NDArray[np.float32], down: NDArray[np.float32]) -> None:
        """Have these for what was learnt; of another rank, too."""
        self.up = nn.Parameter(torch.tensor(up / self.strength))
        self.down = nn.Parameter(torch.tensor(down))


def averaged(members: Sequence[Changes], rank: int) -> dict[str, NDArray[np.float32]]:
    """The mean of changes trained from the same beginning; matrices as near as a rank comes.

    Source: Wortsman et al. 2022, "Model soups", ICML.
    """
    means = {}
    for name in members[0]:
        if name.endswith(UP):
            matrix = name.removesuffix(UP)
            up = np.hstack([member[name] for member in members]) / np.float32(len(members))
            down = np.vstack([member[matrix + DOWN] for member in members])
            left, sizes, right = _decompose(up, down)
            roots = np.sqrt(sizes[:rank])
            means[name] = (left[:, :rank] * roots).astype(np.float32)
            means[matrix + DOWN] = (roots[:, None] * right[:rank]).astype(np.float32)
        elif not name.endswith(DOWN):
            means[name] = np.mean([member[name] for member in members], axis=0)
    return means


def _decompose(up: _Matrix, down: _Matrix) -> tuple[_Matrix, _Matrix, _Matrix]:
    """The singular vectors and values of a product of two small matrices, without the product."""
    left, upper = np.linalg.qr(up)
    right, lower = np.linalg.qr(down.T)
    inner, sizes, outer = np.linalg.svd(upper @ lower.T, full_matrices=False)
    return left @ inner, sizes, outer @ right.T
