import { LostRunError, type Progress, runSpec } from '../experiment/run';
import { readArguments } from './arguments';
import { askedEngine, engineFor } from './engines';
import { EXIT } from './exit';
import { givenSpec } from './given-spec';
import { exponential, shareDone, timeLeft } from './numbers';
import { ProgressLine } from './output/progress-line';
import { say } from './output/streams';
import { RunFiles } from './run-files';
import { escapesInWords } from './run-summary';
import { stopSignal } from './signals';

/** `saddlescape run`: simulates one spec and writes its result document. */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = readArguments(args, 'run');
  const asked = askedEngine(values);
  const spec = await givenSpec('run', positionals, values);
  const files = new RunFiles(values, positionals, spec);

  const engine = await engineFor(asked, [spec]);
  const line = new ProgressLine(`the first of ${spec.time.steps} steps`);
  try {
    const result = await runSpec(engine, spec, {
      signal: stopSignal(),
      onProgress: (progress) => line.show(describe(progress), progress.done / progress.total),
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

function describe({ step, steps, particleStepsPerSecond, done, total }: Progress): string {
  const left = particleStepsPerSecond > 0 ? (total - done) / particleStepsPerSecond : 0;
  return `step ${step} of ${steps} (${shareDone(done, total)}), ${exponential(done)} of ${exponential(total)} particle-steps, ${exponential(particleStepsPerSecond)} a second, ${timeLeft(left)} left`;
}
