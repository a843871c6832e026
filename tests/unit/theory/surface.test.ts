import { describe, expect, it } from 'vitest';
import { parseSpec } from '../../../src/spec/schema';
import type { Spec } from '../../../src/spec/spec';
import { theoryOf } from '../../../src/theory/theory';
import { expectWithin } from './reference';

const surface = (optimizer: object, noise: object = { shake: 0 }, kind = 'double-well') =>
  parseSpec({ loss: { kind }, noise, optimizer, time: { dt: 1, steps: 60 } });
const theory = (spec: Spec) => theoryOf(spec, 60);

/** Curvature of the double well along x at its saddle. */
const SADDLE = 0.5883229315191876;
const CURVATURE = 3 * SADDLE * SADDLE - 5 * SADDLE - 1;

/** Growth of a distance from the saddle, by the slope of the surface itself, step by step. */
function followed(kind: 'sgd' | 'heavy-ball' | 'nesterov', h: number, beta: number): number {
  const slope = (x: number) => ((x - 2.5) * x - 1) * x + 1.25;
  let x = SADDLE + 1e-8;
  let velocity = 0;
  const sizes: number[] = [];
  for (let n = 0; n < 400 && Math.abs(x - SADDLE) < 1e-4; n++) {
    const at = kind === 'nesterov' ? x + beta * velocity : x;
    velocity = (kind === 'sgd' ? 0 : beta * velocity) - h * slope(at);
    x += velocity;
    sizes.push(Math.log(Math.abs(x - SADDLE)));
  }
  return (sizes.at(-1)! - sizes.at(-21)!) / 20;
}

describe('the exponent at the saddle of a surface', () => {
  it.each([
    ['sgd', 0, 0.028619],
    ['heavy-ball', 0.9, 0.129765],
    ['nesterov', 0.9, 0.139274],
  ] as const)('is that of the linear map: %s', (kind, beta, expected) => {
    const optimizer = kind === 'sgd' ? { kind } : { kind, beta };
    const found = theory(surface({ ...optimizer, learningRate: 0.01 }));
    expectWithin(found.lyapunovExponent!, expected, 1e-6);
    expectWithin(found.lyapunovExponent!, followed(kind, 0.01, beta), 2e-3 * expected);
    expect([found.exponentBasis, found.exponentPlace, found.verdict]).toEqual([
      'exact',
      'saddle',
      'escapes',
    ]);
  });

  it('is a limit where steps see the shaking, and exact where they see the average', () => {
    const shaken = theory(surface({ kind: 'sgd', learningRate: 0.01 }, { shake: 0.3 }));
    expect([shaken.exponentBasis, shaken.verdict]).toEqual(['limit', 'unknown']);
    // Half the square of what shaking adds to the factor, by the fourth moments of a normal law.
    const s = 0.3;
    const saddle = theory(surface({ kind: 'gd', learningRate: 0.01 }, { shake: s }));
    expect([saddle.exponentBasis, saddle.verdict]).toEqual(['exact', 'escapes']);
    expect(shaken.exponentError).toBeGreaterThan(1e-5);
    expect(shaken.exponentError).toBeLessThan(2e-4);
  });

  it('is a power of the step where steps shrink, and none are too long', () => {
    const found = theory(surface({ kind: 'sgd', learningRate: 0.5, schedule: 'inverse-time' }));
    expect(found.exponentUnit).toBe('ln distance per ln step');
    expectWithin(found.lyapunovExponent!, -0.5 * CURVATURE, 1e-6);
    expect(found.longRun).not.toContain('too long');
    const long = theory(surface({ kind: 'sgd', learningRate: 500, schedule: 'inverse-time' }));
    expect(long.longRun).not.toContain('too long');
  });

  // Largest curvature of the minima: 2, across the valley, at the shallow one 4.8, at the deep one
  // 7.4: stable for h k < 2, 2 (1 + beta), (2 + 2 beta) / (1 + 2 beta).
  it.each([
    ['sgd', 0, 2 / flattest()],
    ['heavy-ball', 0.9, 3.8 / flattest()],
    ['nesterov', 0.9, 3.8 / 2.8 / flattest()],
  ] as const)('says that steps are too long from where no minimum holds: %s', (kind, beta, h) => {
    const optimizer = kind === 'sgd' ? { kind } : { kind, beta };
    const at = (learningRate: number) => theory(surface({ ...optimizer, learningRate })).longRun;
    expect(at(0.999 * h)).not.toContain('too long');
    expect(at(1.001 * h)).toContain('too long');
  });

  it('is that of the minimum where no saddle is left', () => {
    const found = theory(surface({ kind: 'gd', learningRate: 0.01 }, { shake: 1 }));
    expect([found.exponentPlace, found.verdict]).toEqual(['minimum', 'trapped']);
    expect(theory(surface({}, { shake: 100 }, 'spike-and-wells')).exponentBasis).toBe('unknown');
  });
});

/** The lower of the largest curvatures of the two minima at rest. */
function flattest(): number {
  const along = (x: number) => 3 * x * x - 5 * x - 1;
  return Math.min(along(-0.787236553237), along(2.698913621718));
}
