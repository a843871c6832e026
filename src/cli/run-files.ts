import { resolve } from 'node:path';
import type { Ensemble } from '../engine/engine';
import { escapesToCsv, historyToCsv, resultToJson } from '../experiment/export';
import { particlesFile } from '../experiment/particles-file';
import type { RunResult } from '../experiment/run';
import type { Spec } from '../spec/spec';
import type { OptionValues } from './commands';
import { UsageError } from './exit';
import { type Destination, destinationOf } from './output/destination';

/** Files that `run` writes beside its result: what they are called, and how they end. */
const BESIDE = {
  'escapes-out': 'csv',
  'history-out': 'csv',
  'particles-out': 'npy',
} as const;

type Beside = keyof typeof BESIDE;

/** Everywhere that a run writes to. */
export class RunFiles {
  private readonly result: Destination;
  private readonly beside: Partial<Record<Beside, Destination>> = {};

  /**
   * @param inputs  Files that are read.
   * @throws UsageError for what could not be written, or would be written twice.
   */
  constructor(values: OptionValues<'run'>, inputs: readonly string[], spec: Spec) {
    if (values['history-out'] !== undefined && spec.time.record === undefined)
      throw new UsageError(
        '--history-out: the spec records nothing; give it time.record, a stride or a list of steps.',
      );
    this.result = destinationOf(values.out, { command: 'run', formats: ['json'], inputs });
    const taken = new Map([[placeOf(this.result), '--out']]);
    for (const [name, format] of Object.entries(BESIDE) as [Beside, (typeof BESIDE)[Beside]][]) {
      const path = values[name];
      if (path === undefined) continue;
      const option = `--${name}`;
      const asked = { command: option, formats: [format], inputs, option } as const;
      const destination = destinationOf(path, asked);
      const place = placeOf(destination);
      const other = taken.get(place);
      if (other !== undefined)
        throw new UsageError(
          `${option}: ${destination.name} is where ${other} goes; give another.`,
        );
      taken.set(place, option);
      this.beside[name] = destination;
    }
  }

  /** Whether all particles are asked for. */
  get takesParticles(): boolean {
    return this.beside['particles-out'] !== undefined;
  }

  /** Writes all particles of an ensemble, where that is asked for. */
  async writeParticles(ensemble: Ensemble): Promise<void> {
    const place = this.beside['particles-out'];
    if (place) await place.write(await particlesFile(ensemble));
  }

  /** Writes the result, and what is made of it alone. */
  async write(result: RunResult): Promise<void> {
    await this.beside['escapes-out']?.write(escapesToCsv(result));
    const { history, spec } = result;
    if (history) await this.beside['history-out']?.write(historyToCsv(history, spec.time.dt));
    await this.result.write(resultToJson(result));
  }
}

function placeOf({ file, name }: Destination): string {
  return file === null ? name : resolve(file);
}
