import type { Spec } from '../../spec/spec';
import { type LossValue, lossValueOf } from '../../theory/surfaces/loss-value';
import { OPEN_END } from '../constants';
import type { RunParameters } from '../run-parameters';
import { largest } from './point';

/** Where a particle left: 2 coordinate + (1: above), and the size by which two are compared. */
export interface Exit {
  code: number;
  size: number;
}

/** A region of one group of coordinates at a time. Mirrors shaders/region/ and shaders/exit/. */
export interface ApartRegion {
  together: false;
  /** The least size that is outside in every coordinate; null: every step is to be looked at. */
  radius: number | null;
  /** Takes a group of coordinates for the calls that follow. */
  enter(group: number): void;
  /** Whether a point of the group is outside. Shape of x: f64[pointSize]. */
  isOutside(x: Float64Array): boolean;
  /** Of a point of the group that is outside. */
  exitOf(x: Float64Array): Exit;
  /** Whether a particle is outside now. Shape of x: [coordinates]. */
  isBeyond(x: ArrayLike<number>): boolean;
}

/** A region of a number that all coordinates make together. Mirrors shaders/level.wgsl. */
export interface TogetherRegion {
  together: true;
  value: LossValue;
  isOff(value: number): boolean;
  isAbove(value: number): boolean;
  isBeyond(x: ArrayLike<number>): boolean;
}

export type Region = ApartRegion | TogetherRegion;

/** @throws Error where a loss has no formula. */
export function regionOf(spec: Spec, run: RunParameters): Region {
  const { escape: left } = spec;
  switch (left.region) {
    case undefined:
      return new Radius(run);
    case 'coordinate':
      return new CoordinateEnds(run);
    case 'loss':
      return lossLevels(spec, run);
    default:
      return left satisfies never;
  }
}

class Radius implements ApartRegion {
  readonly together = false;
  readonly radius: number;
  private first = 0;

  constructor(private readonly run: RunParameters) {
    this.radius = run.radius;
  }

  enter(group: number): void {
    this.first = group * this.run.pointSize;
  }

  isOutside(x: Float64Array): boolean {
    return largest(x) > this.radius;
  }

  exitOf(x: Float64Array): Exit {
    let k = 0;
    for (let other = 1; other < x.length; other++)
      if (Math.abs(x[other]) > Math.abs(x[k])) k = other;
    return { code: 2 * (this.first + k) + (x[k] > 0 ? 1 : 0), size: Math.abs(x[k]) };
  }

  isBeyond(x: ArrayLike<number>): boolean {
    for (let i = 0; i < x.length; i++) if (Math.abs(x[i]) > this.radius) return true;
    return false;
  }
}

class CoordinateEnds implements ApartRegion {
  readonly together = false;
  readonly radius = null;
  /** Place of the coordinate in the group; outside of it where it is of another. */
  private k = 0;

  constructor(private readonly run: RunParameters) {}

  enter(group: number): void {
    this.k = this.run.regionCoordinate - group * this.run.pointSize;
  }

  isOutside(x: Float64Array): boolean {
    return x[this.k] < this.run.regionLow || x[this.k] > this.run.regionHigh;
  }

  exitOf(x: Float64Array): Exit {
    const above = x[this.k] > this.run.regionHigh;
    return { code: 2 * this.run.regionCoordinate + (above ? 1 : 0), size: 0 };
  }

  isBeyond(x: ArrayLike<number>): boolean {
    const own = x[this.run.regionCoordinate];
    return own < this.run.regionLow || own > this.run.regionHigh;
  }
}

function lossLevels(spec: Spec, { regionLow, regionHigh }: RunParameters): TogetherRegion {
  const value = lossValueOf(spec);
  if (!value) throw new Error(`There is no formula of the loss ${spec.loss.kind}.`);
  // An open level has nothing beyond it.
  const level = (loss: number) => Math.max(-OPEN_END, Math.min(OPEN_END, loss));
  const isOff = (loss: number) => level(loss) < regionLow || level(loss) > regionHigh;
  return {
    together: true,
    value,
    isOff,
    isAbove: (loss) => level(loss) > regionHigh,
    isBeyond: (x) => isOff(value(x)),
  };
}
