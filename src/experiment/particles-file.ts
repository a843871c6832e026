import type { Ensemble } from '../engine/engine';
import { dimensionOf } from '../spec/spec';
import { npyHeader } from './sweep/npy';

/** Particles in a piece of the file. */
const PIECE = 2 ** 16;

/**
 * All particles of an ensemble at its current step as a .npy file, in pieces: one record a
 * particle, in the order of their numbers, little-endian, without padding.
 *
 * Fields: `x`, f4[coordinates], what `Ensemble.read` gives; and `escape_step`, u4, the step of
 * first passage, 0 where there was none. Source: numpy.lib.format, "The .npy format".
 */
export async function particlesFile(ensemble: Ensemble): Promise<Iterable<Uint8Array>> {
  const { particles } = ensemble.spec.ensemble;
  const coordinates: Float32Array[] = [];
  for (let coordinate = 0; coordinate < dimensionOf(ensemble.spec); coordinate++)
    coordinates.push(await ensemble.read(particles, coordinate));
  return pieces(coordinates, await ensemble.readEscapeSteps(particles));
}

function* pieces(coordinates: readonly Float32Array[], steps: Uint32Array): Iterable<Uint8Array> {
  const type = `[('x', '<f4', (${coordinates.length},)), ('escape_step', '<u4')]`;
  yield npyHeader(type, [steps.length]);
  const size = 4 * (coordinates.length + 1);
  for (let first = 0; first < steps.length; first += PIECE) {
    const count = Math.min(PIECE, steps.length - first);
    const bytes = new Uint8Array(count * size);
    const view = new DataView(bytes.buffer);
    for (let k = 0; k < count; k++) {
      for (const [i, values] of coordinates.entries())
        view.setFloat32(k * size + 4 * i, values[first + k], true);
      view.setUint32((k + 1) * size - 4, steps[first + k], true);
    }
    yield bytes;
  }
}
