import { resultToJson } from '../experiment/export';
import { LostRunError, type Progress, runSpec } from '../experiment/run';
import { fragmentToSpec } from '../spec/permalink';
import { findPreset, PRESETS } from '../spec/presets';
import type { Spec } from '../spec/spec';
import { parseSpecText } from '../spec/spec-text';
import { readArguments } from './arguments';
import { openCpuPool } from './cpu-workers';
import { engineChoice, openEngine } from './engines';
import { EXIT, UsageError } from './exit';
import { nameOfInput, readText } from './input';
import { checkOutput, ProgressLine, writeOutput } from './output';

/** `saddlescape run`: simulates one spec and writes its result document. */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = readArguments(args, 'run', {
    engine: { type: 'string' },
    out: { type: 'string' },
    link: { type: 'string' },
    preset: { type: 'string' },
  });
  const choice = engineChoice(values.engine);
  const spec = await readSpec(positionals, values.link, values.preset);
  checkOutput(values.out);

  const { engine, sentence } = await openEngine(choice, () => openCpuPool());
  process.stderr.write(`${sentence}\n`);
  const stop = new AbortController();
  const line = new ProgressLine();
  process.once('SIGINT', () => stop.abort());
  try {
    const result = await runSpec(engine, spec, {
      signal: stop.signal,
      onProgress: (progress) => line.show(describe(progress)),
    });
    line.clear();
    writeOutput(resultToJson(result), values.out);
    return EXIT.done;
  } catch (error) {
    line.clear();
    if (!(error instanceof LostRunError)) throw error;
    writeOutput(resultToJson(error.partial), values.out);
    process.stderr.write(
      `The device was lost (${error.message}); the result up to step ${error.partial.steps} was written.\n`,
    );
    return EXIT.deviceLost;
  } finally {
    engine.destroy();
  }
}

async function readSpec(positionals: string[], link?: string, preset?: string): Promise<Spec> {
  const sources = positionals.length + (link === undefined ? 0 : 1) + (preset === undefined ? 0 : 1);
  if (sources === 0)
    throw new UsageError(
      'run needs a spec: give the path of a JSON file, - for standard input, --preset or --link.',
    );
  if (sources > 1)
    throw new UsageError(
      'run takes one spec: give one JSON file, or - for standard input, or --preset, or --link.',
    );
  if (link !== undefined) return fragmentToSpec(link);
  if (preset !== undefined) {
    const found = findPreset(preset);
    if (found) return found.spec;
    throw new UsageError(
      `--preset: ${JSON.stringify(preset.slice(0, 60))} is not accepted; give one of ${PRESETS.map(({ id }) => id).join(', ')}.`,
    );
  }
  const [path] = positionals;
  return parseSpecText(await readText(path, 'spec'), nameOfInput(path));
}

function describe({ step, steps, particleStepsPerSecond, done, total }: Progress): string {
  const left = particleStepsPerSecond > 0 ? (total - done) / particleStepsPerSecond : 0;
  const rate = particleStepsPerSecond.toPrecision(3);
  return `step ${step} of ${steps} (${Math.floor((100 * step) / steps)} %), ${Number(rate).toExponential()} particle-steps/s, ${Math.ceil(left)} s left`;
}
