import { arch, cpus, platform, release } from 'node:os';
import type { Engine, Tuning } from '../engine/engine';
import { createCpuEngine, isSoftware } from '../engine/open';
import { layoutWords } from '../experiment/bench/sections';
import { canonicalJson } from '../experiment/canonical';
import { type RunResult, runSpec } from '../experiment/run';
import { findAdapter, NO_ADAPTER } from '../host/node/adapter-probe';
import { openDawn } from '../host/node/dawn';
import { openDawnEngine } from '../host/node/engines';
import { keptLayout } from '../host/node/kept-measurements';
import { softwareGpuSpeed } from '../host/node/speed-probe';
import { parseSpec } from '../spec/schema';
import { VERSION } from '../version';
import { readArguments } from './arguments';
import { EXIT, UsageError } from './exit';
import { print } from './output/streams';

interface Report {
  version: string;
  node: string;
  platform: string;
  processors: string;
  adapter: AdapterReport | null;
  /** Why there is no adapter. */
  noAdapter: string | null;
  /** How work is laid out on the adapter, and whether `bench` found it to be so. */
  layout: (Tuning & { measured: boolean }) | null;
  /** Most particles of one coordinate. */
  largestEnsemble: { cpu: number; gpu: number | null };
  checks: Check[];
  advice: string[];
}

interface AdapterReport {
  vendor: string;
  architecture: string;
  device: string;
  description: string;
  /** A software adapter: correct, and no faster than a CPU. */
  fallback: boolean;
  limits: Record<string, number>;
}

interface Check {
  name: string;
  passed: boolean;
  detail: string;
}

const LIMITS = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupsPerDimension',
  'maxComputeWorkgroupStorageSize',
] as const;

/** `saddlescape doctor`: says what this machine offers and checks the engines on a small run. */
export async function doctor(args: string[]): Promise<number> {
  const { values, positionals } = readArguments(args, 'doctor');
  if (positionals.length > 0)
    throw new UsageError('The command doctor takes the option --json only.');
  const report = await examine();
  await print(values.json ? `${canonicalJson(report, 2)}\n` : inWords(report));
  return report.checks.every(({ passed }) => passed) ? EXIT.done : EXIT.checkFailed;
}

async function examine(): Promise<Report> {
  const cpu = createCpuEngine();
  const { adapter, noAdapter } = await lookAtAdapter();
  const gpu = adapter ? await openDawnEngine() : null;
  const processors = cpus();
  try {
    return {
      version: VERSION,
      node: process.versions.node,
      platform: `${platform()} ${release()} ${arch()}`,
      processors: `${processors.length} x ${processors[0]?.model.trim() ?? 'unknown'}`,
      adapter,
      noAdapter,
      layout: gpu && {
        ...gpu.tuning,
        measured: keptLayout(gpu.identity.adapter) !== null,
      },
      largestEnsemble: { cpu: cpu.largestEnsemble(1), gpu: gpu?.largestEnsemble(1) ?? null },
      checks: await checkEngines(cpu, gpu),
      advice: await adviceFor(adapter),
    };
  } finally {
    gpu?.destroy();
    cpu.destroy();
  }
}

async function lookAtAdapter(): Promise<Pick<Report, 'adapter' | 'noAdapter'>> {
  const looked = await findAdapter();
  if (!looked.found) {
    const reason =
      looked.reason === NO_ADAPTER ? 'Dawn is installed but finds no adapter.' : looked.reason;
    return {
      adapter: null,
      noAdapter: looked.said ? `${reason} Its driver says: ${looked.said}` : reason,
    };
  }
  const adapter = await (await openDawn()).requestAdapter();
  if (!adapter) return { adapter: null, noAdapter: 'Dawn is installed but finds no adapter.' };
  const { vendor, architecture, device, description } = adapter.info;
  const limits = Object.fromEntries(LIMITS.map((name) => [name, adapter.limits[name]]));
  return {
    adapter: { vendor, architecture, device, description, fallback: isSoftware(adapter), limits },
    noAdapter: null,
  };
}

/** Coin flips: a chain whose law at every step is known exactly, atoms and all. */
const coinSpec = () =>
  parseSpec({
    loss: { a: [0] },
    noise: { law: 'two-point', sigma: 0.5, tau: 0 },
    time: { dt: 1, steps: 10 },
    ensemble: { particles: 16384, seed: 'doctor' },
    histogram: { axis: 'log-abs', min: 1e-4, max: 1e3, bins: 512 },
  });
const trapSpec = () =>
  parseSpec({
    time: { dt: 0.01, steps: 200 },
    ensemble: { particles: 16384, seed: 'doctor' },
  });

/**
 * Share of particles that float32 may put into another bin than float64 does, on the same random
 * words. Measured on SwiftShader: none of 16,384 after 200 steps, 1 of 65,536 after 2,000.
 */
const MOST_MOVED = 0.01;

async function checkEngines(cpu: Engine, gpu: Engine | null): Promise<Check[]> {
  const coin = coinSpec();
  const trap = trapSpec();
  const checks = [lawCheck('CPU engine against the exact law', await runSpec(cpu, coin))];
  const expected = await runSpec(cpu, trap);
  checks.push(
    movedCheck('SIMD kernels', await runSpec(createCpuEngine('fastest'), trap), expected),
  );
  if (!gpu) return checks;
  checks.push(lawCheck('GPU engine against the exact law', await runSpec(gpu, coin)));
  checks.push(movedCheck('GPU engine', await runSpec(gpu, trap), expected));
  return checks;
}

function movedCheck(name: string, found: RunResult, expected: RunResult): Check {
  const share = movedShare(found, expected);
  return {
    name: `${name} against the CPU engine`,
    passed: share <= MOST_MOVED,
    detail: `${+(100 * share).toPrecision(2)} % of the particles in another bin; at most ${100 * MOST_MOVED} % is fine`,
  };
}

function lawCheck(name: string, { distance }: RunResult): Check {
  if (!distance) return { name, passed: false, detail: 'there is no law to compare with' };
  return {
    name,
    passed: distance.ks <= distance.band,
    detail: `distance ${distance.ks.toPrecision(2)}; at most ${distance.band.toPrecision(2)} is fine`,
  };
}

function movedShare(a: RunResult, b: RunResult): number {
  const list = ({ histogram }: RunResult) => [
    histogram.below,
    ...histogram.counts,
    histogram.above,
  ];
  const other = list(b);
  const moved = list(a).reduce((sum, count, i) => sum + Math.abs(count - other[i]), 0) / 2;
  return moved / a.particles;
}

async function adviceFor(adapter: AdapterReport | null): Promise<string[]> {
  if (adapter && !adapter.fallback) return [];
  const what = adapter
    ? await adviceForSoftware()
    : 'No GPU adapter was found: runs use the CPU engine, which is slower.';
  const how: Partial<Record<NodeJS.Platform, string>> = {
    linux:
      'If there is a graphics card: install its Vulkan driver (NVIDIA: the driver with its GL and Vulkan libraries; AMD and Intel: mesa-vulkan-drivers) and libvulkan1; "vulkaninfo --summary" must list the card. In a container, pass the card in, for example docker run --gpus all -e NVIDIA_DRIVER_CAPABILITIES=all.',
    win32: 'If there is a graphics card: update its driver.',
    darwin:
      'Every Mac that runs Node 20 has a GPU: check that this process may use it (not over a sandboxed login).',
  };
  return [what, how[process.platform] ?? ''].filter(Boolean);
}

async function adviceForSoftware(): Promise<string> {
  const looked = await findAdapter();
  const { cpuIsFaster, sentence } = await softwareGpuSpeed(
    looked.found ? looked.name : '',
    'fastest',
  );
  const [used, other] = cpuIsFaster ? ['CPU engine', 'gpu'] : ['software GPU', 'cpu'];
  return `Only a software adapter was found.${sentence && ` ${sentence}.`} Runs use the ${used}, unless --engine ${other} is given.`;
}

function inWords(report: Report): string {
  const { adapter, noAdapter, layout, largestEnsemble, checks, advice } = report;
  const lines = [
    `Saddlescape ${report.version}, Node ${report.node}, ${report.platform}, ${report.processors}`,
    adapter
      ? `GPU adapter: ${[adapter.vendor, adapter.architecture, adapter.device, adapter.description].filter(Boolean).join(', ')}${adapter.fallback ? ' (software)' : ''}`
      : `GPU adapter: none. ${noAdapter}`,
    ...Object.entries(adapter?.limits ?? {}).map(([name, value]) => `  ${name}: ${value}`),
    ...(layout
      ? [
          `Layout of work: ${layoutWords(layout)}, ${layout.measured ? 'as measured by saddlescape bench' : 'until saddlescape bench has measured it'}`,
        ]
      : []),
    `Most particles of one coordinate: CPU ${largestEnsemble.cpu}${largestEnsemble.gpu ? `, GPU ${largestEnsemble.gpu}` : ''}`,
    ...checks.map(
      ({ name, passed, detail }) => `${passed ? 'ok    ' : 'FAILED'}  ${name}: ${detail}`,
    ),
    ...advice,
  ];
  return `${lines.join('\n')}\n`;
}
