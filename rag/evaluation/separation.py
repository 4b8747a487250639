"""Confidences, and which questions were answerable -> how well the first tell the second.

AUC          how often an answerable question's confidence is higher than an unanswerable one's,
             equal ones counting half
refused@90   the share of the unanswerable that is refused by the highest threshold that leaves at
             least 90 % of the answerable answered; 0 where what is refused anyway leaves fewer
ECE          expected calibration error: the confidence as a probability of being answerable, in ten
             bins of equal width (Naeini et al. 2015, AAAI)
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]

_LEFT = 0.9  # of the answerable questions, answered
BINS = 10


def auc(confidence: Numbers, answerable: Flags) -> float:
    """Of one confidence each, without what a system refuses itself."""
    return float(auc_of(confidence, answerable, np.ones((1, len(confidence))))[0])


def refused_at_90(confidence: Numbers, answerable: Flags) -> float:
    """Of one confidence each, without what a system refuses itself."""
    return float(refused_of(confidence, answerable, np.ones((1, len(confidence))))[0])


def auc_of(order: Numbers, answerable: Flags, weights: Numbers) -> Numbers:
    """One value for each row of weights of the questions."""
    yes, no = order[answerable], order[~answerable]
    higher = (yes[:, None] > no[None, :]) + 0.5 * (yes[:, None] == no[None, :])
    w_yes, w_no = weights[:, answerable], weights[:, ~answerable]
    pairs = w_yes.sum(axis=1) * w_no.sum(axis=1)
    return np.asarray(((w_yes @ higher) * w_no).sum(axis=1) / np.where(pairs > 0, pairs, np.nan))


def refused_of(order: Numbers, answerable: Flags, weights: Numbers) -> Numbers:
    """One value for each row of weights of the questions."""
    thresholds = np.unique(order)[::-1]  # the highest first
    kept = order[answerable][:, None] >= thresholds[None, :]
    cut = order[~answerable][:, None] < thresholds[None, :]
    w_yes, w_no = weights[:, answerable], weights[:, ~answerable]
    answered = (w_yes @ kept) / np.maximum(w_yes.sum(axis=1, keepdims=True), 1)
    refused = (w_no @ cut) / np.maximum(w_no.sum(axis=1, keepdims=True), 1)
    first = np.argmax(answered >= _LEFT - 1e-9, axis=1)  # the lowest leaves all of them
    return np.asarray(refused[np.arange(len(weights)), first])


def expected_calibration_error(confidence: Numbers, answerable: Flags) -> float:
    """How far a confidence is from the share that is answerable, on average, in ten bins."""
    bins = bins_of(confidence)
    gaps = [
        abs(confidence[bins == one].mean() - answerable[bins == one].mean()) * (bins == one).sum()
        for one in np.unique(bins)
    ]
    return float(sum(gaps) / len(confidence))


def bins_of(confidence: Numbers) -> NDArray[np.int64]:
    """The tenth that each confidence is in, 0 to 9."""
    return np.minimum((confidence * BINS).astype(np.int64), BINS - 1)
