import { arch, availableParallelism, cpus, platform, release } from 'node:os';
import { createCpuEngine } from '../engine/cpu/cpu-engine';
import { NoAdapterError } from '../engine/engine';
import { rooflineLibrary } from '../engine/gpu/roofline';
import { type BenchOptions, type BenchPlatform, bench as measure } from '../experiment/bench/bench';
import { timerResolution } from '../experiment/bench/clock';
import { headlineOf, toMarkdown } from '../experiment/bench/markdown';
import { BENCH_PARTS, type BenchPart } from '../experiment/bench/report';
import { canonicalJson } from '../experiment/canonical';
import { MOST_PARTICLES } from '../spec/schema';
import { readArguments } from './arguments';
import { openCpuPool } from './cpu-workers';
import { openGpuEngine } from './engines';
import { EXIT, UsageError } from './exit';
import { checkOutput, ProgressLine, writeOutput } from './output';

/** `saddlescape bench`: measures the GPU against the CPU at its best, after both agree. */
export async function bench(args: string[]): Promise<number> {
  const { values, positionals } = readArguments(args, 'bench', {
    parts: { type: 'string' },
    particles: { type: 'string' },
    most: { type: 'string' },
    samples: { type: 'string' },
    milliseconds: { type: 'string' },
    json: { type: 'boolean' },
    out: { type: 'string' },
  });
  if (positionals.length > 0) throw new UsageError('The command bench takes no arguments but its options.');
  const options: BenchOptions = {
    parts: partsOf(values.parts),
    particles: wholeNumber('particles', values.particles, 64, MOST_PARTICLES),
    mostParticles: wholeNumber('most', values.most, 1024, MOST_PARTICLES),
    samples: wholeNumber('samples', values.samples, 1, 1000),
    sampleMilliseconds: wholeNumber('milliseconds', values.milliseconds, 1, 60_000),
  };
  checkOutput(values.out);
  const line = new ProgressLine();
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  const report = await measure(platformHere(), {
    ...options,
    signal: stop.signal,
    onProgress: ({ sentence, done, total }) =>
      line.show(`${Math.floor((100 * done) / total)} %: ${sentence}`),
  });
  line.clear();
  const json = `${canonicalJson(report, 2)}\n`;
  if (values.out !== undefined) writeOutput(json, values.out);
  process.stdout.write(values.json ? json : toMarkdown(report));
  if (values.json) process.stderr.write(`${headlineOf(report)}\n`);
  if (!report.complete) {
    process.stderr.write('The benchmark was stopped; the report holds what was measured.\n');
    return EXIT.interrupted;
  }
  return report.agreement.every(({ agrees }) => agrees) ? EXIT.done : EXIT.checkFailed;
}

function platformHere(): BenchPlatform {
  const processors = cpus();
  return {
    async openGpu(kernels) {
      try {
        return await openGpuEngine(kernels === 'roofline' ? { shaders: rooflineLibrary } : {});
      } catch (error) {
        if (error instanceof NoAdapterError) return null;
        throw error;
      }
    },
    openCpu: openCpuPool,
    reference: createCpuEngine(),
    threads: availableParallelism(),
    environment: {
      browser: null,
      node: process.versions.node,
      os: `${platform()} ${release()} ${arch()}, ${processors[0]?.model.trim() ?? 'unknown processor'}`,
      cores: processors.length,
      timerResolutionMilliseconds: timerResolution(),
      date: new Date().toISOString(),
    },
    tabVisible: () => null,
  };
}

/** --parts takes one name or several with commas between. */
function partsOf(text: string | undefined): BenchPart[] | undefined {
  return text?.split(',').map((name) => {
    const part = BENCH_PARTS.find((known) => known === name);
    if (part) return part;
    throw new UsageError(
      `--parts: ${JSON.stringify(name.slice(0, 60))} is not accepted; give some of ${BENCH_PARTS.join(', ')}.`,
    );
  });
}

function wholeNumber(
  option: string,
  text: string | undefined,
  least: number,
  most: number,
): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most)
    throw new UsageError(
      `--${option}: ${JSON.stringify(text.slice(0, 60))} is not accepted; give a whole number from ${least} to ${most}.`,
    );
  return value;
}
