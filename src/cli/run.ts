import { LostRunError, type Progress, runSpec } from '../experiment/run';
import { openCpuPool } from '../host/node/cpu-workers';
import { openEngine } from '../host/node/engines';
import { readSpecLink } from '../spec/link-reader';
import { findPreset, PRESETS } from '../spec/presets';
import { withSettings } from '../spec/settings';
import type { Spec } from '../spec/spec';
import { parseSpecText } from '../spec/spec-text';
import { readArguments } from './arguments';
import { engineChoice } from './engines';
import { EXIT, UsageError } from './exit';
import { nameOfInput, readText } from './input';
import { exponential, shareDone, timeLeft } from './numbers';
import { ProgressLine } from './output/progress-line';
import { say } from './output/streams';
import { RunFiles } from './run-files';
import { escapesInWords } from './run-summary';
import { stopSignal } from './signals';

/** `saddlescape run`: simulates one spec and writes its result document. */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = readArguments(args, 'run');
  const choice = engineChoice(values.engine);
  const given = await readSpec(positionals, values.link, values.preset);
  const spec = withSettings(given, [
    ...(values.set ?? []),
    ...(values.seed === undefined ? [] : [`ensemble.seed=${values.seed}`]),
    ...(values.particles === undefined ? [] : [`ensemble.particles=${values.particles}`]),
  ]);
  const files = new RunFiles(values, positionals, spec);

  const { engine, sentence } = await openEngine(choice, () => openCpuPool());
  say(`${sentence}\n`);
  const line = new ProgressLine(`the first of ${spec.time.steps} steps`);
  try {
    const result = await runSpec(engine, spec, {
      signal: stopSignal(),
      onProgress: (progress) => line.show(describe(progress)),
      onEnd: (ensemble) => files.writeParticles(ensemble),
    });
    line.end();
    await files.write(result);
    say(`${escapesInWords(result)}\n`);
    return EXIT.done;
  } catch (error) {
    line.end();
    if (!(error instanceof LostRunError)) throw error;
    await files.write(error.partial);
    say(
      `The device was lost (${error.message}); the result up to step ${error.partial.steps} was written${files.takesParticles ? ', and its particles are gone' : ''}.\n`,
    );
    return EXIT.deviceLost;
  } finally {
    engine.destroy();
  }
}

async function readSpec(positionals: string[], link?: string, preset?: string): Promise<Spec> {
  const sources =
    positionals.length + (link === undefined ? 0 : 1) + (preset === undefined ? 0 : 1);
  if (sources === 0)
    throw new UsageError(
      'run needs a spec: give the path of a JSON file, - for standard input, --preset or --link.',
    );
  if (sources > 1)
    throw new UsageError(
      'run takes one spec: give one JSON file, or - for standard input, or --preset, or --link.',
    );
  if (link !== undefined) return specOfLink(link);
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

function specOfLink(link: string): Spec {
  const { asked, notice } = readSpecLink(link);
  if (notice) say(`${notice}\n`);
  return asked;
}

function describe({ step, steps, particleStepsPerSecond, done, total }: Progress): string {
  const left = particleStepsPerSecond > 0 ? (total - done) / particleStepsPerSecond : 0;
  return `step ${step} of ${steps} (${shareDone(done, total)}), ${exponential(done)} of ${exponential(total)} particle-steps, ${exponential(particleStepsPerSecond)} a second, ${timeLeft(left)} left`;
}
