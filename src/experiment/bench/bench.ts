import type { Engine, Tuning } from '../../engine/engine';
import { BLOCK_STEPS, NoAdapterError, rowCount, usableKernels } from '../../engine/open';
import { withParticles } from '../../spec/spec';
import { type AgreementCheck, AgreementChecker } from './agreement';
import { measureCosts } from './costs';
import { emptyReport } from './empty-report';
import { wholeNumber } from './numbers';
import type { BenchOptions, BenchPlatform } from './platform';
import { crossing, linearityOf, ratioOf, rowOf, SEED } from './readings';
import { refusalsOf } from './refusals';
import {
  BENCH_PARTS,
  BenchFailedError,
  type BenchPart,
  type BenchReport,
  type Contender,
  type Measurement,
  type Row,
} from './report';
import { sampleInTurn, type Task } from './sampling';
import { probeTuning } from './tuning';
import {
  DISPATCHES,
  METHODS,
  PLAIN,
  REPLICAS,
  taskOf,
  type Workload,
  workloadOf,
} from './workloads';

const CURVE_LEAST = 2 ** 10;
/** Sizes whose samples would take longer than this are left out of the curve, and said to be. */
const MOST_SAMPLE_SECONDS = 4;
/** The slowest methods keep to the protocol's time with so many. */
const MOST_METHOD_PARTICLES = 2 ** 18;

/**
 * The benchmark: first checks that every contender agrees with the reference, then times them in
 * turn. A contender that does not agree gets no number. Whether the result has a headline, and if
 * not why, is said by `refusals.ts`.
 *
 * @throws BenchFailedError, with what was measured before, when an engine fails.
 */
export async function measureSpeed(
  platform: BenchPlatform,
  options: BenchOptions = {},
): Promise<BenchReport> {
  const run = new BenchRun(platform, options);
  try {
    await run.measure();
  } catch (error) {
    if (!options.signal?.aborted) throw new BenchFailedError(error, run.finish());
  } finally {
    run.close();
  }
  return run.finish();
}

class BenchRun {
  private readonly started = performance.now();
  private readonly opened: Engine[] = [];
  /** Those that are in the race. */
  private readonly engines = new Map<Contender, Engine>();
  private readonly parts: readonly BenchPart[];
  private readonly report: BenchReport;
  private readonly checker: AgreementChecker;
  private done = 0;
  private total = 1;
  private sentence = '';

  constructor(
    private readonly platform: BenchPlatform,
    private readonly options: BenchOptions,
  ) {
    this.checker = new AgreementChecker(platform.reference);
    this.parts = BENCH_PARTS.filter(
      (part) =>
        part === 'headline' ||
        (part === 'experiment'
          ? options.experiment !== undefined
          : !options.parts || options.parts.includes(part)),
    );
    this.report = emptyReport(platform, options, this.parts);
  }

  async measure(): Promise<void> {
    this.say('Engines are opened');
    await this.openEngines();
    const fastest = await this.measureHeadline();
    const pair: Contender[] = this.engines.has('gpu') ? ['gpu', fastest] : [fastest];
    const methodParticles = Math.min(MOST_METHOD_PARTICLES, this.report.protocol.particles);
    if (this.options.experiment)
      await this.compare('experiment', workloadOf(this.options.experiment), pair);
    if (this.parts.includes('roofline')) await this.measureRoofline();
    if (this.parts.includes('curve')) await this.measureCurve(pair);
    if (this.parts.includes('dispatches'))
      for (const workload of DISPATCHES)
        await this.compare('dispatches', workload, pair.slice(0, 1));
    if (this.parts.includes('methods'))
      for (const workload of METHODS)
        await this.compare('methods', workload, pair, methodParticles);
    if (this.parts.includes('replicas')) await this.compare('replicas', REPLICAS, pair);
    this.report.complete = true;
  }

  finish(): BenchReport {
    const { report } = this;
    report.environment.tabVisible = this.platform.tabVisible();
    report.seconds = (performance.now() - this.started) / 1000;
    report.refusals = refusalsOf(report);
    const headline = report.measurements.find(({ part }) => part === 'headline');
    if (report.refusals.length === 0 && headline?.ratio)
      report.headline = {
        ...headline.ratio,
        cpu: headline.rows[1].contender,
        particles: headline.particles,
      };
    return report;
  }

  close(): void {
    for (const engine of this.opened) engine.destroy();
  }

  private async openEngines(): Promise<void> {
    const { platform, report, options } = this;
    const gpu = await platform.openGpu('product').catch((error) => {
      if (error instanceof NoAdapterError) return null;
      throw error;
    });
    if (gpu) this.enter('gpu', gpu);
    report.gpu = gpu?.identity ?? null;
    const simd = (await usableKernels('fastest')) === 'fastest';
    if (simd) this.enter('simd-one', await platform.openCpu(1, 'fastest'));
    this.enter('float64-one', await platform.openCpu(1, 'float64'));
    if (platform.threads > 1) {
      if (simd) this.enter('simd-all', await platform.openCpu(platform.threads, 'fastest'));
      this.enter('float64-all', await platform.openCpu(platform.threads, 'float64'));
    }
    report.protocol.particles =
      options.particles ?? (gpu && !gpu.identity.fallback ? 2 ** 20 : 2 ** 16);
    this.total = this.pieces();
    if (gpu) await this.tune(gpu);
  }

  /** The layout that the adapter likes best: kept from before, or probed. */
  private async tune(gpu: Engine): Promise<void> {
    const { platform, report, options } = this;
    const { adapter } = gpu.identity;
    const kept = await platform.tuningOf(adapter);
    if (kept) {
      report.tuning = { tuning: kept, candidates: [] };
      return;
    }
    this.say('Choosing the layout of the work');
    report.tuning = await probeTuning(gpu, report.protocol.particles, { signal: options.signal });
    await platform.keepTuning(adapter, report.tuning.tuning);
  }

  private enter(contender: Contender, engine: Engine): void {
    this.opened.push(engine);
    this.engines.set(contender, engine);
  }

  /** Of each measurement, its rows. */
  private pieces(): number {
    const rows = this.engines.has('gpu') ? 2 : 1;
    const of: Record<BenchPart, number> = {
      headline: 2 * this.engines.size,
      experiment: rows,
      roofline: rows === 2 ? 2 : 0,
      curve: rows * this.curveSizes().length,
      dispatches: DISPATCHES.length,
      methods: rows * METHODS.length,
      replicas: rows,
    };
    return this.parts.reduce((sum, part) => sum + of[part], 0);
  }

  /** @returns The fastest path of the CPU. */
  private async measureHeadline(): Promise<Contender> {
    const { report, platform, options } = this;
    const contenders: Contender[] = [];
    for (const [contender, engine] of this.engines) {
      this.say('Comparing results before anything is timed');
      const checks = [
        ...(await this.checker.exactly(engine)),
        ...(await this.checker.about(engine, PLAIN)),
      ];
      if (this.agrees('headline', contender, PLAIN, checks)) contenders.push(contender);
      this.done++;
      options.signal?.throwIfAborted();
    }
    if (this.engines.has('gpu')) {
      this.say('Compiling, uploading and reading back');
      const spec = withParticles(PLAIN.spec, report.protocol.particles);
      report.costs = await measureCosts(() => platform.openGpu('product'), spec, options.signal);
      report.bytesPerParticle = 4 * (rowCount(spec) + 1);
    }
    const measurement = await this.time('headline', PLAIN, contenders, report.protocol.particles);
    // The GPU first, then the CPU's paths, the fastest first.
    const speed = ({ particleStepsPerSecond, contender }: Row) =>
      contender === 'gpu' ? Number.POSITIVE_INFINITY : particleStepsPerSecond.median;
    measurement.rows.sort((a, b) => speed(b) - speed(a));
    measurement.ratio = measurement.rows[0]?.contender === 'gpu' ? ratioOf(measurement.rows) : null;
    this.add(measurement);
    const fastest = measurement.rows.find(({ contender }) => contender !== 'gpu');
    if (!fastest)
      throw new Error(
        'No CPU path agrees with the reference, so there is nothing to compare with.',
      );
    if (!contenders.includes('gpu')) this.engines.delete('gpu');
    return fastest.contender;
  }

  private async measureRoofline(): Promise<void> {
    if (!this.engines.has('gpu')) return;
    this.enter('roofline', await this.platform.openGpu('roofline'));
    const measurement = await this.time(
      'roofline',
      PLAIN,
      ['gpu', 'roofline'],
      this.report.protocol.particles,
    );
    measurement.title = 'Share of the bare generator and normals';
    measurement.ratio = ratioOf(measurement.rows);
    this.add(measurement);
    this.engines.delete('roofline');
  }

  private async measureCurve(pair: Contender[]): Promise<void> {
    const { report } = this;
    const longest = Math.max(MOST_SAMPLE_SECONDS, report.protocol.sampleMilliseconds / 1000);
    const sizes = this.curveSizes();
    const curve: Measurement[] = [];
    for (const [i, particles] of sizes.entries()) {
      const last = curve.at(-1);
      const slowest = Math.min(
        ...(last?.rows ?? []).map((row) => row.particleStepsPerSecond.median),
      );
      // The least sample is one block of steps.
      const wait = (BLOCK_STEPS * particles) / slowest;
      if (last && wait > longest) {
        last.notes.push(
          `Larger ensembles were left out: one sample of ${particles} particles would take ${wait.toFixed(0)} s.`,
        );
        this.done += pair.length * (sizes.length - i);
        break;
      }
      curve.push(await this.compare('curve', PLAIN, pair, particles));
    }
    report.overtakes = crossing(curve);
    report.linearity = linearityOf(curve);
  }

  private curveSizes(): number[] {
    const most = Math.min(
      this.report.protocol.mostParticles,
      ...[...this.engines.values()].map((engine) => engine.largestEnsemble(1)),
    );
    const sizes: number[] = [];
    for (let size = CURVE_LEAST; size <= most; size *= 4) sizes.push(size);
    return sizes;
  }

  /** Checks and times contenders at a workload; one that does not agree gets no number. */
  private async compare(
    part: BenchPart,
    workload: Workload,
    contenders: readonly Contender[],
    particles = this.report.protocol.particles,
  ): Promise<Measurement> {
    const notes: string[] = [];
    const fit: Contender[] = [];
    for (const contender of contenders) {
      // The same kernel at another size, or called more often, was checked before.
      if (workload.spec !== PLAIN.spec) {
        this.say(`${workload.title}: results are compared`);
        const checks = await this.checker.about(this.engines.get(contender)!, workload);
        if (!this.agrees(part, contender, workload, checks)) {
          notes.push(`${contender} does not agree with the reference and gets no number.`);
          continue;
        }
      }
      fit.push(contender);
    }
    const measurement = await this.time(part, workload, fit, particles);
    measurement.notes.push(...notes);
    measurement.ratio = ratioOf(measurement.rows);
    this.add(measurement);
    this.done += contenders.length - fit.length;
    return measurement;
  }

  private async time(
    part: BenchPart,
    workload: Workload,
    contenders: readonly Contender[],
    particles: number,
  ): Promise<Measurement> {
    const { samples, sampleMilliseconds, warmUpMilliseconds } = this.report.protocol;
    const tasks: Task[] = [];
    const before = this.done;
    let taken = 0;
    this.say(`${workload.title}, ${wholeNumber(particles)} particles`);
    try {
      for (const contender of contenders)
        tasks.push(
          await taskOf(
            this.engines.get(contender)!,
            workload,
            particles,
            this.tuningFor(contender),
          ),
        );
      const series = await sampleInTurn(tasks, {
        samples,
        sampleSeconds: sampleMilliseconds / 1000,
        warmUpSeconds: warmUpMilliseconds / 1000,
        seed: `${SEED} ${workload.id} ${particles}`,
        signal: this.options.signal,
        onSample: () => {
          taken++;
          this.done = before + taken / samples;
          this.tell();
        },
      });
      const rows = contenders.map((contender, i) => rowOf(contender, series[i]));
      return {
        part,
        workload: workload.id,
        title: workload.title,
        particles,
        rows,
        ratio: null,
        notes: [],
      };
    } finally {
      this.done = before + contenders.length;
      for (const task of tasks) task.destroy();
    }
  }

  private tuningFor(contender: Contender): Tuning | undefined {
    return contender === 'gpu' ? this.report.tuning?.tuning : undefined;
  }

  /** Writes into the report what was compared. @returns Whether all of it agrees. */
  private agrees(
    part: BenchPart,
    contender: Contender,
    workload: Workload,
    checks: AgreementCheck[],
  ): boolean {
    const agrees = checks.every((check) => check.agrees);
    this.report.agreement.push({ part, contender, workload: workload.id, checks, agrees });
    return agrees;
  }

  private add(measurement: Measurement): void {
    this.report.measurements.push(measurement);
    this.tell();
  }

  private say(sentence: string): void {
    this.sentence = sentence;
    this.tell();
  }

  private tell(): void {
    const { sentence, done, total, report } = this;
    this.options.onProgress?.({ sentence, done, total, report });
  }
}
