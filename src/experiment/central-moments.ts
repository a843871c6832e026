/** Count, mean and central sums of a sample, taken in piece by piece. */
export class CentralMoments {
  count = 0;
  mean = 0;
  /** Sum of (x - mean)^k, k = 2, 3, 4. */
  second = 0;
  third = 0;
  fourth = 0;

  /**
   * Takes in more numbers: their own sums about their own mean, and then both together. Relative
   * error 1e-12 (tests/unit/experiment/sample-moments.test.ts). Source: Pébay (2008), Sandia report
   * SAND2008-6212, equations (2.1) to (2.3) and (3.1).
   */
  add(values: Float64Array): void {
    const other = new CentralMoments();
    other.count = values.length;
    if (other.count === 0) return;
    for (let i = 0; i < values.length; i++) other.mean += values[i];
    other.mean /= other.count;
    // What rounding leaves of the mean is taken off the sums below.
    let rest = 0;
    for (let i = 0; i < values.length; i++) {
      const away = values[i] - other.mean;
      const square = away * away;
      rest += away;
      other.second += square;
      other.third += square * away;
      other.fourth += square * square;
    }
    other.mean += rest / other.count;
    this.merge(other);
  }

  private merge(other: CentralMoments): void {
    const [a, b] = [this.count, other.count];
    const n = a + b;
    const way = other.mean - this.mean;
    const way2 = way * way;
    this.fourth +=
      other.fourth +
      (way2 * way2 * a * b * (a * a - a * b + b * b)) / (n * n * n) +
      (6 * way2 * (a * a * other.second + b * b * this.second)) / (n * n) +
      (4 * way * (a * other.third - b * this.third)) / n;
    this.third +=
      other.third +
      (way * way2 * a * b * (a - b)) / (n * n) +
      (3 * way * (a * other.second - b * this.second)) / n;
    this.second += other.second + (way2 * a * b) / n;
    this.mean += (way * b) / n;
    this.count = n;
  }

  /** Unbiased; 0 for a single number. */
  get variance(): number {
    return this.count > 1 ? this.second / (this.count - 1) : 0;
  }

  /** Standard error of the mean. */
  get meanError(): number {
    return Math.sqrt(this.variance / this.count);
  }

  /** Standard error of the variance, from the sample's own fourth moment. */
  get varianceError(): number {
    const n = this.count;
    if (n < 4) return Number.POSITIVE_INFINITY;
    const spread = this.fourth / n - (((n - 3) / (n - 1)) * this.second * this.second) / (n * n);
    return Math.sqrt(Math.max(0, spread) / n);
  }

  /** Skewness of the mean: that of the sample over the root of its size. */
  get meanSkewness(): number {
    return this.second > 0 ? this.third / (this.second * Math.sqrt(this.second)) : 0;
  }

  /**
   * Share of the spread that a few particles carry: sum (x - mean)^4 over the square of sum (x -
   * mean)^2. About 1/n times the kurtosis; near 1 where one particle carries all.
   */
  get concentration(): number {
    return this.second > 0 ? this.fourth / (this.second * this.second) : 0;
  }
}
