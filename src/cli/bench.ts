import { arch, availableParallelism, cpus, platform, release } from 'node:os';
import { createCpuEngine } from '../engine/cpu/cpu-engine';
import { rooflineLibrary } from '../engine/gpu/roofline';
import {
  BenchFailedError,
  type BenchOptions,
  type BenchPlatform,
  bench as measure,
} from '../experiment/bench/bench';
import { timerResolution } from '../experiment/bench/clock';
import { toMarkdown } from '../experiment/bench/markdown';
import { BenchOptionError, type BenchTexts, readBenchOptions } from '../experiment/bench/options';
import type { BenchReport } from '../experiment/bench/report';
import { headlineOf } from '../experiment/bench/sections';
import { canonicalJson } from '../experiment/canonical';
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
    warmup: { type: 'string' },
    json: { type: 'boolean' },
    out: { type: 'string' },
  });
  if (positionals.length > 0) throw new UsageError('The command bench takes no arguments but its options.');
  const options = optionsOf(values);
  checkOutput(values.out);
  const line = new ProgressLine();
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  const write = (report: BenchReport) => {
    line.clear();
    const json = `${canonicalJson(report, 2)}\n`;
    if (values.out !== undefined) writeOutput(json, values.out);
    process.stdout.write(values.json ? json : toMarkdown(report));
    if (values.json) process.stderr.write(`${headlineOf(report)}\n`);
  };
  const report = await measure(platformHere(), {
    ...options,
    signal: stop.signal,
    onProgress: ({ sentence, done, total }) =>
      line.show(`${Math.floor((100 * done) / total)} %: ${sentence}`),
  }).catch((error) => {
    if (!(error instanceof BenchFailedError)) throw error;
    write(error.report);
    throw error.cause;
  });
  write(report);
  if (!report.complete) {
    process.stderr.write('The benchmark was stopped; the report holds what was measured.\n');
    return EXIT.interrupted;
  }
  return report.agreement.every(({ agrees }) => agrees) ? EXIT.done : EXIT.checkFailed;
}

function optionsOf(texts: BenchTexts): BenchOptions {
  try {
    return readBenchOptions(texts);
  } catch (error) {
    if (error instanceof BenchOptionError) throw new UsageError(`--${error.message}`);
    throw error;
  }
}

function platformHere(): BenchPlatform {
  const processors = cpus();
  return {
    openGpu: (kernels) => openGpuEngine(kernels === 'roofline' ? { shaders: rooflineLibrary } : {}),
    // A command has no memory: it probes each time, for a second.
    tuningOf: async () => null,
    keepTuning: async () => {},
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
