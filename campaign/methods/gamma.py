"""Quantiles of the gamma distribution, as far as exact Poisson intervals need them (SciPy for this is much).

Poisson and gamma are one: P(X ≥ k | mean) is the chance that a gamma of shape k lies below the mean.
"""

import math
from statistics import NormalDist

import numpy as np

from campaign.methods.given import FloatArray

MOST_STEPS = 50  # of Newton's method; below shape 20,000 and chances of 0.001 to 0.999 it needs 6
CLOSE_ENOUGH = 1e-9  # a step this small, relative to x, is the last: steps square their error
LARGE = 20_000  # from this shape on Wilson and Hilferty's cube is within 1e-7 of the quantile
log_gamma = np.vectorize(math.lgamma, otypes=[float])


def gamma_quantile(shapes: FloatArray, chance: float) -> FloatArray:
    """x with P(gamma(shape, 1) ≤ x) = chance, for shapes above 0; relative error below 1e-7, mostly 1e-12."""
    found = _cubes(shapes, chance)
    small = shapes < LARGE
    found[small] = _by_newton(shapes[small], chance, found[small])
    return found


def _cubes(shapes: FloatArray, chance: float) -> FloatArray:
    z = NormalDist().inv_cdf(chance)
    roots = 1 - 1 / (9 * shapes) + z / (3 * np.sqrt(shapes))
    return shapes * np.maximum(roots, 0) ** 3


def _by_newton(shapes: FloatArray, chance: float, guesses: FloatArray) -> FloatArray:
    """In logarithms the distribution is concave, so that from the left Newton's steps never pass the root."""
    left = (math.log(chance) + log_gamma(shapes + 1)) / shapes  # P ≤ x^shape / gamma(shape + 1)
    log_x = np.maximum(left, np.log(np.maximum(guesses, np.finfo(float).tiny)))
    log_x = np.where(shapes < 1, left, log_x)
    for _ in range(MOST_STEPS):
        series = _series(shapes, np.exp(log_x))
        log_chance = shapes * log_x - np.exp(log_x) - log_gamma(shapes + 1) + np.log(series)
        steps = (math.log(chance) - log_chance) * series / shapes
        log_x = log_x + steps
        if np.abs(steps).max(initial=0.0) < CLOSE_ENOUGH:
            break
    return np.exp(log_x)


def _series(shapes: FloatArray, x: FloatArray) -> FloatArray:
    """1 + x/(a+1) + x²/((a+1)(a+2)) + …, all terms positive."""
    term, total, divisor = np.ones_like(x), np.ones_like(x), shapes.copy()
    while (term > total * np.finfo(float).eps).any():
        divisor += 1
        term = term * x / divisor
        total += term
    return total
