import { availableParallelism } from 'node:os';
import type { UsualKernels } from '../../engine/cpu/kernels';
import { openGpuEngine } from '../../engine/open';
import { cpuSpeedSentence, timesOfGpu } from '../../experiment/engine-speeds';
import { askChild } from './adapter-probe';
import { openMeasuredPool } from './cpu-workers';
import { openDawn } from './dawn';
import { keepTimes, keptTimes } from './kept-measurements';

/** The argument by which the command line knows that it is the child that measures the engines. */
const PROBE = 'measure-the-engines';

/** What a software adapter is beside the CPU engine. */
export interface SoftwareGpuSpeed {
  cpuIsFaster: boolean;
  /** In words, to go on with; empty where it could not be measured. */
  sentence: string;
}

/**
 * Compares a software adapter with the CPU engine and the kernels that it would take: measured once on this machine, and kept. A
 * process of its own measures, since drivers may end theirs; where it fails the CPU is taken.
 */
export async function softwareGpuSpeed(
  adapter: string,
  kernels: UsualKernels,
): Promise<SoftwareGpuSpeed> {
  const times = keptTimes(adapter, kernels) ?? (await measuredTimes(adapter, kernels));
  if (times === null) return { cpuIsFaster: true, sentence: '' };
  return { cpuIsFaster: times >= 1, sentence: cpuSpeedSentence(times) };
}

async function measuredTimes(adapter: string, kernels: UsualKernels): Promise<number | null> {
  const { answer } = await askChild(PROBE, kernels);
  if (typeof answer !== 'number' || !(answer > 0)) return null;
  keepTimes(adapter, kernels, answer);
  return answer;
}

/** On the child: writes what it measures, and says true. */
export function probeSpeeds(): boolean {
  if (process.argv[2] !== PROBE) return false;
  measure(process.argv[3] === 'float64' ? 'float64' : 'fastest').then(
    (times) => process.stdout.write(JSON.stringify(times), () => process.exit(0)),
    () => process.exit(1),
  );
  return true;
}

async function measure(kernels: UsualKernels): Promise<number> {
  const cpu = openMeasuredPool(availableParallelism(), kernels);
  return timesOfGpu(cpu, await openGpuEngine(await openDawn()), kernels);
}
