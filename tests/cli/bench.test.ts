import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { LONG } from '../support/long';
import { temporaryFolder } from '../support/temporary-folder';
import { NO_VULKAN, PROGRAM, saddlescape } from './command';

const SMALL = ['bench', '--parts', 'headline', '--particles', '4096'];
const QUICK = [...SMALL, '--samples', '4', '--milliseconds', '10', '--warmup', '20'];
/** What is measured is of no interest. */
const ONCE = [...SMALL, '--samples', '1', '--milliseconds', '1', '--warmup', '1'];

/** Normals of the shader a fiftieth too large; vectors of the CPU that take a step less. */
const FAULT = LONG
  ? {
      right: 'radius = sqrt(minus_two_log(',
      wrong: 'radius = 1.02 * sqrt(minus_two_log(',
      contender: 'gpu',
      refusal: /GPU does not agree with the reference: particles in another bin/,
    }
  : {
      right: 'offset, firstStep, endStep);',
      wrong: 'offset, firstStep, endStep - 1);',
      contender: 'simd',
      refusal: /SIMD, .* does not agree with the reference: /,
    };

describe.concurrent('saddlescape bench', () => {
  // In the usual suite tests/page/bench.test.ts measures the GPU: compiling takes many seconds.
  test('every contender agrees and has its rate, and there is no headline, and why', async () => {
    const out = join(temporaryFolder(), 'report.json');
    const { code, stdout } = await saddlescape([...QUICK, '--out', out], {
      env: LONG ? {} : NO_VULKAN,
    });
    const report = JSON.parse(readFileSync(out, 'utf8'));
    // In words beside it.
    expect(stdout).toMatch(/^\*\*No headline\. /m);
    expect(stdout).toMatch(/^\| CPU, float64, one thread \| [\d.]+ \|/m);
    expect(report).toMatchObject({
      version: 1,
      gpu: LONG ? { kind: 'gpu', fallback: true } : null,
      protocol: { parts: ['headline'], particles: 4096, samples: 4, sampleMilliseconds: 10 },
      headline: null,
      complete: true,
      bytesPerParticle: LONG ? 8 : null,
    });
    expect(report.refusals.join(' ')).toMatch(
      LONG
        ? /is a software adapter: .* 4 samples of 10 ms are too few/
        : /There is no GPU adapter: .* 4 samples of 10 ms are too few/,
    );
    const [{ rows, ratio }] = report.measurements;
    if (LONG) expect(rows[0].contender).toBe('gpu');
    expect(rows.length).toBe((report.protocol.threads > 1 ? 4 : 2) + (LONG ? 1 : 0));
    for (const { seconds, work, particleStepsPerSecond } of rows) {
      expect(seconds).toHaveLength(4);
      for (const [i, time] of seconds.entries()) {
        expect(time).toBeGreaterThanOrEqual(0.01);
        expect(work[i] % 4096).toBe(0);
      }
      expect(particleStepsPerSecond.lowerQuartile).toBeLessThanOrEqual(
        particleStepsPerSecond.median,
      );
    }
    if (LONG) expect(ratio.low).toBeLessThanOrEqual(ratio.ratio);
    for (const { checks } of report.agreement) expect(checks.length).toBe(7);
    expect(code).toBe(0);
  });

  test.runIf(LONG)('in words, without an adapter', async () => {
    const out = join(temporaryFolder(), 'report.json');
    const { code, stdout } = await saddlescape([...QUICK, '--out', out], { env: NO_VULKAN });
    expect(stdout).toMatch(
      /^\*\*No headline\. There is no GPU adapter: only the CPU was measured\./m,
    );
    expect(stdout).toMatch(/^\| CPU, float64, one thread \| [\d.]+ \|/m);
    expect(JSON.parse(readFileSync(out, 'utf8'))).toMatchObject({ gpu: null, costs: null });
    expect(code).toBe(0);
  });

  test('a wrong kernel gets no number, and the command ends with 5', async ({ onTestFinished }) => {
    // A fault planted in the built program. It lies beside the real one, so that it finds Dawn as
    // that does.
    const script = join(dirname(PROGRAM), 'command-with-a-wrong-kernel.mjs');
    const program = readFileSync(PROGRAM, 'utf8');
    expect(program).toContain(FAULT.right);
    writeFileSync(script, program.replaceAll(FAULT.right, FAULT.wrong));
    onTestFinished(() => rmSync(script));
    const { code, stdout } = await saddlescape([...ONCE, '--json'], {
      script,
      env: LONG ? {} : NO_VULKAN,
    });
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({
      gpu: LONG ? { kind: 'gpu', fallback: true } : null,
      headline: null,
    });
    expect(report.refusals.join(' ')).toMatch(FAULT.refusal);
    for (const { rows } of report.measurements) {
      const measured: string[] = rows.map((row: { contender: string }) => row.contender);
      expect(measured).toContain('float64-one');
      expect(measured.filter((contender) => contender.startsWith(FAULT.contender))).toEqual([]);
    }
    expect(code).toBe(5);
  });

  test('stops when it is told to, with what it has', async () => {
    const { code, stdout, stderr } = await saddlescape([...SMALL, '--json'], {
      signalsOnce: [/%/, 'SIGINT'],
      env: NO_VULKAN,
    });
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ complete: false, gpu: null, costs: null });
    expect(report.refusals[0]).toBe('There is no GPU adapter: only the CPU was measured.');
    expect(stderr).toContain('The benchmark was stopped; the report holds what was measured.');
    expect(code).toBe(130);
  });
});
