import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder';
import { NO_VULKAN, PROGRAM, saddlescape } from './command';

const QUICK = [
  ...['bench', '--parts', 'headline', '--particles', '4096'],
  ...['--samples', '4', '--milliseconds', '10', '--warmup', '20'],
];

describe.concurrent('saddlescape bench', () => {
  test('as JSON: every contender agrees and has its rate, and a software adapter gets no headline', async () => {
    const { code, stdout, stderr } = await saddlescape([...QUICK, '--json']);
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({
      version: 1,
      gpu: { kind: 'gpu', fallback: true },
      protocol: { parts: ['headline'], particles: 4096, samples: 4, sampleMilliseconds: 10 },
      headline: null,
      complete: true,
      bytesPerParticle: 8,
    });
    expect(report.refusals.join(' ')).toMatch(
      /is a software adapter: .* 4 samples of 10 ms are too few/,
    );
    expect(stderr).toContain('No headline');
    const [{ rows, ratio }] = report.measurements;
    expect(rows[0].contender).toBe('gpu');
    expect(rows.length).toBe(report.protocol.threads > 1 ? 5 : 3);
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
    expect(ratio.low).toBeLessThanOrEqual(ratio.ratio);
    for (const { checks } of report.agreement) expect(checks.length).toBe(7);
    expect(code).toBe(0);
  });

  test('in words, without an adapter', async () => {
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
    // A fault planted in the built program: the normals of the shader are a fiftieth too large.
    // It lies beside the real one, so that it finds Dawn as that does.
    const script = join(dirname(PROGRAM), 'command-with-a-wrong-kernel.mjs');
    const right = 'return sqrt(minus_two_log(';
    const program = readFileSync(PROGRAM, 'utf8');
    expect(program).toContain(right);
    writeFileSync(script, program.replaceAll(right, 'return 1.02 * sqrt(minus_two_log('));
    onTestFinished(() => rmSync(script));
    const { code, stdout } = await saddlescape([...QUICK, '--json'], { script });
    const report = JSON.parse(stdout);
    expect(report.refusals.join(' ')).toMatch(
      /GPU does not agree with the reference: particles in another bin/,
    );
    for (const { rows } of report.measurements)
      for (const { contender } of rows) expect(contender).not.toBe('gpu');
    expect(code).toBe(5);
  });

  test('stops when it is told to, with what it has', async () => {
    const { code, stdout, stderr } = await saddlescape(['bench', '--json'], {
      interruptAfter: 500,
      env: NO_VULKAN,
    });
    expect(JSON.parse(stdout).complete).toBe(false);
    expect(stderr).toContain('The benchmark was stopped; the report holds what was measured.');
    expect(code).toBe(130);
  });
});
