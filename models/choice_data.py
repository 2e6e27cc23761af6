"""Choices made among alternatives, as checked arrays.

Letters here: **N** choices, **A** alternatives, **F** features.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

# A feature whose spread is explained by the others to this share is collinear.
COLLINEAR = 1e-9


@dataclass(frozen=True)
class ChoiceData:
    """Choices made among alternatives, checked.

    Parameters
    ----------
    features : [N, A, F], any unit
        What describes each alternative; not read where not available.
    available : [N, A], bool
        Whether alternative a could be chosen in choice n.
    chosen : [N], alternative taken, 0 <= chosen < A
    names : [F], how messages call the features; "feature 0" and on if empty
    """

    features: NDArray[np.float64]
    available: NDArray[np.bool_]
    chosen: NDArray[np.int64]
    names: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.features.ndim != 3 or 0 in self.features.shape:
            raise ValueError("Expected features of shape [N, A, F], none of them 0.")
        count, alternatives, width = self.features.shape
        if self.available.shape != (count, alternatives):
            raise ValueError(f"Expected available of shape [{count}, {alternatives}].")
        if self.chosen.shape != (count,):
            raise ValueError(f"Expected chosen of shape [{count}].")
        if not self.names:
            names = tuple(f"feature {f}" for f in range(width))
            object.__setattr__(self, "names", names)
        if len(self.names) != width:
            raise ValueError(f"Expected {width} names, one for each feature.")
        if self.chosen.min() < 0 or self.chosen.max() >= alternatives:
            raise ValueError(f"Expected chosen in [0, {alternatives}).")
        taken = self.available[np.arange(count), self.chosen]
        if not taken.all():
            n = int(np.flatnonzero(~taken)[0])
            raise ValueError(
                f"Expected chosen to be available; alternative {self.chosen[n]} "
                f"of choice {n} is not."
            )
        bad = ~np.isfinite(self.features) & self.available[:, :, None]
        if bad.any():
            n, a, f = (int(i) for i in np.argwhere(bad)[0])
            raise ValueError(
                f"Expected finite features; {self.names[f]} of alternative {a} "
                f"in choice {n} is {self.features[n, a, f]}."
            )
        _refuse_collinear(self)


def choice_data(
    features: ArrayLike,
    available: ArrayLike,
    chosen: ArrayLike,
    *,
    names: Sequence[str] = (),
) -> ChoiceData:
    """Return the choices as checked arrays; unread features become 0."""
    taken = np.asarray(chosen)
    if taken.dtype.kind not in "iu":
        raise ValueError("Expected chosen as whole numbers.")
    at_hand = np.asarray(available)
    if not np.isin(at_hand, (0, 1)).all():
        raise ValueError("Expected available of 0 and 1, or False and True.")
    at_hand = at_hand.astype(np.bool_)
    values = np.array(features, dtype=np.float64)
    if values.shape[:2] == at_hand.shape:
        values[~at_hand] = 0.0
    return ChoiceData(values, at_hand, taken.astype(np.int64), tuple(names))


def persons(people: ArrayLike) -> NDArray[np.int64]:
    """Return people numbered from 0, in the order of their names."""
    number: NDArray[np.int64] = np.unique(np.asarray(people), return_inverse=True)[1]
    return number


def _refuse_collinear(data: ChoiceData) -> None:
    """Refuse features that no choice could tell apart: only differences count."""
    count = data.available.sum(axis=1)
    mean = data.features.sum(axis=1) / count[:, None]
    around = np.where(data.available[:, :, None], data.features - mean[:, None], 0.0)
    flat = around.reshape(-1, data.features.shape[2])
    length = np.sqrt((flat**2).sum(axis=0))
    size = np.sqrt((data.features**2).sum(axis=(0, 1)))
    same = length <= COLLINEAR * np.maximum(size, 1e-300)
    if same.any():
        name = data.names[int(np.argmax(same))]
        raise ValueError(f"Expected {name} to differ between alternatives.")
    values, vectors = np.linalg.eigh((flat / length).T @ (flat / length))
    if values[0] < COLLINEAR:
        mixed = np.flatnonzero(np.abs(vectors[:, 0]) > 1e-3)
        listed = ", ".join(data.names[f] for f in mixed)
        raise ValueError(f"Expected features that are not collinear: {listed} are.")
