import { expect } from 'vitest';
import { createCpuEngine } from '../../src/engine/cpu/cpu-engine';
import { runSpec } from '../../src/experiment/run';
import type { Spec } from '../../src/spec/spec';
import type { NoiseDensity } from '../../src/theory/noise/noise-density';
import { gaussLegendre } from '../../src/theory/numerics/gauss-legendre';
import { Z_ALPHA } from './tolerances';

/** As many of a spec's particles escape as is likely with this probability of each. */
export async function expectAsSimulated(spec: Spec, probability: number): Promise<void> {
  const { escape: counted } = await runSpec(createCpuEngine(), spec);
  const { particles } = spec.ensemble;
  const deviation = Math.sqrt(particles * probability * (1 - probability));
  expect(Math.abs(counted.count - particles * probability)).toBeLessThan(Z_ALPHA * deviation);
}

/** A chain x <- factor x + scaleAt(x) z, and the panels of its grid. */
interface OneGrid {
  factor: number;
  scaleAt(x: number): number;
  radius: number;
  start: number;
  steps: number;
  panels: number;
}

/** P(escape) on one grid of panels of 12 Gauss nodes, by Chapman and Kolmogorov's equation. */
export function onOneGrid(
  law: Pick<NoiseDensity, 'density' | 'above'>,
  { factor, scaleAt, radius, start, steps, panels }: OneGrid,
): number {
  const { node, weight } = gaussLegendre(12);
  const half = radius / panels;
  const x: number[] = [];
  const w: number[] = [];
  for (let panel = 0; panel < panels; panel++)
    for (let i = 0; i < 12; i++) {
      x.push(-radius + half * (2 * panel + 1 + node[i]));
      w.push(half * weight[i]);
    }
  const leaves = (from: number) =>
    law.above((radius - factor * from) / scaleAt(from)) +
    law.above((radius + factor * from) / scaleAt(from));
  const row = (from: number) =>
    x.map((to, j) => (w[j] * law.density((to - factor * from) / scaleAt(from))) / scaleAt(from));
  const back = (from: number, kernel: number[], later: number[]) =>
    leaves(from) + kernel.reduce((sum, k, j) => sum + k * later[j], 0);
  const rows = x.map(row);
  let later = x.map(() => 0);
  for (let n = 1; n < steps; n++) {
    const known = later;
    later = x.map((from, i) => back(from, rows[i], known));
  }
  return back(start, row(start), later);
}
