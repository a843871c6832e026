import { arch, availableParallelism, cpus, platform, release } from 'node:os';
import { createCpuEngine } from '../engine/open';
import { measureSpeed as measure } from '../experiment/bench/bench';
import { timerResolution } from '../experiment/bench/clock';
import { toMarkdown } from '../experiment/bench/markdown';
import { BenchOptionError, type BenchTexts, readBenchOptions } from '../experiment/bench/options';
import type { BenchOptions, BenchPlatform } from '../experiment/bench/platform';
import type { BenchReport } from '../experiment/bench/report';
import { BenchFailedError } from '../experiment/bench/report';
import { headlineOf } from '../experiment/bench/sections';
import { canonicalJson } from '../experiment/canonical';
import { openMeasuredPool } from '../host/node/cpu-workers';
import { openDawnEngine } from '../host/node/engines';
import { keepLayout } from '../host/node/kept-measurements';
import { readArguments } from './arguments';
import { EXIT, UsageError } from './exit';
import { destinationOf } from './output/destination';
import { ProgressLine } from './output/progress-line';
import { say } from './output/streams';
import { stopCode, stopSignal } from './signals';

/** `saddlescape bench`: measures the GPU against the CPU at its best, after both agree. */
export async function bench(args: string[]): Promise<number> {
  const { values, positionals } = readArguments(args, 'bench');
  if (positionals.length > 0) throw new UsageError('The command bench takes options only.');
  const options = optionsOf(values);
  const words = destinationOf(undefined, { command: 'bench', formats: ['json'] });
  const file =
    values.out === undefined
      ? null
      : destinationOf(values.out, { command: 'bench', formats: ['json'] });
  const line = new ProgressLine('opening the engines');
  const write = async (report: BenchReport) => {
    line.end();
    const json = `${canonicalJson(report, 2)}\n`;
    // Both are tried: what took minutes to measure is not lost with one of them.
    const written = [
      ...(file === null ? [] : [file.write(json)]),
      words.write(values.json ? json : toMarkdown(report)),
    ];
    const failed = (await Promise.allSettled(written)).find(({ status }) => status === 'rejected');
    if (failed) throw (failed as PromiseRejectedResult).reason;
    if (values.json) say(`${headlineOf(report)}\n`);
  };
  const report = await measure(platformHere(), {
    ...options,
    signal: stopSignal(),
    onProgress: ({ sentence, done, total }) =>
      line.show(`${Math.floor((100 * done) / total)} %: ${sentence}`),
  }).catch(async (error) => {
    line.end();
    if (!(error instanceof BenchFailedError)) throw error;
    await write(error.report);
    throw error.cause;
  });
  await write(report);
  if (!report.complete) {
    say('The benchmark was stopped; the report holds what was measured.\n');
    return stopCode();
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
    openGpu: openDawnEngine,
    // It is probed each time, for a second, and kept for whatever else runs on the adapter.
    tuningOf: async () => null,
    keepTuning: async (adapter, tuning) => keepLayout(adapter, tuning),
    openCpu: openMeasuredPool,
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
