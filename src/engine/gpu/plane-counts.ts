import { square } from '../../numerics/elementary';
import type { Tuning } from '../engine';
import { type PlaneWindow, planeEdges } from '../plane-window';
import type { LivingDevice } from './living-device';
import { Resident } from './resident';

const PLANE_FILES = ['layout', 'spec', 'run/one', 'bins', 'plane'];

/**
 * Particles in each cell of a grid, and outside of it: loaded by the first landscape.
 *
 * @param population  On its device, with a range of work that ends at `particles`.
 * @param particles  How many are counted.
 */
export async function tallyPlane(
  living: LivingDevice,
  population: Resident<'runs' | 'work' | 'positions'>,
  particles: number,
  window: PlaneWindow,
  tuning: Tuning,
): Promise<Uint32Array> {
  const { x, y } = planeEdges(window);
  const bytes = 4 * (square(window.bins) + 1);
  const plane = await Resident.make(
    living,
    population.device,
    { edges: { bytes: x.byteLength + y.byteLength }, slots: { bytes } },
    `This device has no memory for a grid of ${window.bins} by ${window.bins}; give fewer bins.`,
  );
  try {
    plane.write('edges', x);
    plane.write('edges', y, x.byteLength);
    const group = plane.group('plane', {
      runs: population.buffer('runs'),
      work: population.buffer('work'),
      positions: population.buffer('positions'),
    });
    const pipeline = await living.pipelines.compute('plane', PLANE_FILES, 'plane', {
      workgroup_size: tuning.workgroupSize,
      plane_bins: window.bins,
    });
    plane.dispatch('plane', pipeline, group, particles, tuning.workgroupSize, 'slots');
    return new Uint32Array(await plane.read('slots', bytes));
  } finally {
    plane.release();
  }
}
