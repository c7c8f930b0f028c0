import { forecastLimits } from './forecast-limits.js';

/** By how much the last hour, the last day on average, and the same hour yesterday differed from habit. */
export type Deviations = readonly [last: number, day: number, yesterday: number];

const count = 3;

/**
 * How much of each deviation is expected to be left `ahead` hours (1 = the coming hour) later, before a facility
 * has shown it: the last hour fades out, the last day fades in.
 */
function expected(ahead: number): Deviations {
  const fading = Math.exp(-(ahead - 1) / 6);
  return [fading, 0.3 * (1 - fading), 0.2 * (1 - fading)];
}

/**
 * The deviations from habit known at `origin`, for the hour that lies `ahead`. What is not known counts as no
 * deviation, so that after a long silence habit speaks alone.
 * @param residual share minus habit by hour; NaN where it is not known
 */
export function deviationsAt(
  residual: (hour: number) => number,
  origin: number,
): (ahead: number) => Deviations {
  let sum = 0;
  let known = 0;
  for (let hour = origin - 24; hour < origin; hour += 1) {
    const value = residual(hour);
    if (Number.isNaN(value)) continue;
    sum += value;
    known += 1;
  }
  const last = residual(origin - 1) || 0;
  const day = known === 0 ? 0 : sum / known;
  return (ahead) => [last, day, residual(origin - 24 + ((ahead - 1) % 24)) || 0];
}

/**
 * Learns for each hour ahead which part of the deviations is left: ridge regression towards what is expected, with
 * forgetting. Starts as exactly what is expected.
 */
export class Correction {
  readonly #squares = Array.from(
    { length: forecastLimits.horizon },
    () => new Float64Array(count * count),
  );
  readonly #products = Array.from(
    { length: forecastLimits.horizon },
    () => new Float64Array(count),
  );
  readonly #parts = new Map<number, readonly number[]>();

  /** @param actual how much the hour that lay `ahead` really differed from habit, a share */
  learn(ahead: number, deviations: Deviations, actual: number): void {
    const squares = this.#squares[ahead - 1];
    const products = this.#products[ahead - 1];
    if (squares === undefined || products === undefined || Number.isNaN(actual)) return;
    const unexpected = actual - product(expected(ahead), deviations);
    for (const [row, left] of deviations.entries()) {
      products[row] = (products[row] ?? 0) + left * unexpected;
      for (const [column, right] of deviations.entries()) {
        squares[row * count + column] = (squares[row * count + column] ?? 0) + left * right;
      }
    }
    this.#parts.delete(ahead);
  }

  /** What was learned counts less from now on, by this factor. */
  forget(factor: number): void {
    for (const sums of [...this.#squares, ...this.#products]) {
      for (const [index, value] of sums.entries()) sums[index] = value * factor;
    }
    this.#parts.clear();
  }

  /** By how much the hour that lies `ahead` is going to differ from habit, a share. */
  at(ahead: number, deviations: Deviations): number {
    const known = this.#parts.get(ahead) ?? this.#solved(ahead);
    this.#parts.set(ahead, known);
    return product(known, deviations);
  }

  #solved(ahead: number): readonly number[] {
    const matrix = Float64Array.from(this.#squares[ahead - 1] ?? []);
    for (let row = 0; row < count; row += 1) {
      matrix[row * count + row] = (matrix[row * count + row] ?? 0) + forecastLimits.ridge;
    }
    const learned = solve(matrix, Float64Array.from(this.#products[ahead - 1] ?? []));
    return expected(ahead).map((part, index) => part + (learned[index] ?? 0));
  }
}

function product(parts: readonly number[], deviations: Deviations): number {
  return deviations.reduce((sum, deviation, index) => sum + deviation * (parts[index] ?? 0), 0);
}

/** Solves a small symmetric positive definite system by elimination; such need no pivoting. */
function solve(matrix: Float64Array, right: Float64Array): Float64Array {
  const size = right.length;
  const at = (row: number, column: number) => matrix[row * size + column] ?? 0;
  for (let pivot = 0; pivot < size; pivot += 1) {
    for (let row = pivot + 1; row < size; row += 1) {
      const factor = at(row, pivot) / at(pivot, pivot);
      for (let column = pivot; column < size; column += 1) {
        matrix[row * size + column] = at(row, column) - factor * at(pivot, column);
      }
      right[row] = (right[row] ?? 0) - factor * (right[pivot] ?? 0);
    }
  }
  for (let row = size - 1; row >= 0; row -= 1) {
    let rest = right[row] ?? 0;
    for (let column = row + 1; column < size; column += 1) {
      rest -= at(row, column) * (right[column] ?? 0);
    }
    right[row] = rest / at(row, row);
  }
  return right;
}
