import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder';
import { NO_VULKAN, PROGRAM, saddlescape } from './command';

const QUICK = ['verify', '--particles', '4096'];

describe.concurrent('saddlescape verify', () => {
  test('says what holds, with theory, measurement and interval', async () => {
    const { code, stdout } = await saddlescape([
      ...QUICK,
      '--engine',
      'cpu',
      '--claim',
      'coin-tree,clustering',
    ]);
    expect(stdout).toMatch(/^holds {2}Fair coins pull towards the saddle \(coin-tree\)$/m);
    expect(stdout).toMatch(
      /nearer after 4 tosses, sigma = 0.1: theory 0.6875, measured 0\.6\d+ \(95 %: /,
    );
    expect(stdout).toMatch(/^2 claims hold, 0 fail, on the CPU in \d+ s;/m);
    expect(code).toBe(0);
  });

  test('on the GPU engine, as JSON into a file', async () => {
    const out = join(temporaryFolder(), 'report.json');
    const { code, stdout } = await saddlescape([
      ...[...QUICK, '--engine', 'gpu', '--claim', 'diffusion'],
      ...['--out', out],
    ]);
    const report = JSON.parse(readFileSync(out, 'utf8'));
    expect(report).toMatchObject({ engine: { kind: 'gpu' }, holding: 1, failing: 0 });
    expect(report.claims[0]).toMatchObject({ id: 'diffusion', verdict: 'holds', particles: 4096 });
    for (const check of report.claims[0].checks) {
      expect(check.low).toBeLessThan(check.measured);
      expect(check.z).toBeLessThan(4.417);
    }
    expect(stdout).toBe('');
    expect(code).toBe(0);
  });

  test('ends with 5 where a claim fails', async () => {
    // A fault planted in the built program: the noise of plain SGD is a tenth too strong.
    const script = join(temporaryFolder(), 'command.mjs');
    const right = 'this.drift + this.run.multiplicative * xi) * x + this';
    const program = readFileSync(PROGRAM, 'utf8');
    expect(program).toContain(right);
    writeFileSync(script, program.replace(right, right.replace('* xi', '* 1.1 * xi')));
    const args = [...QUICK, '--engine', 'cpu', '--claim', 'growth-rate'];
    const { code, stdout } = await saddlescape(args, { script });
    expect(stdout).toMatch(/^FAILS {2}The growth rate/m);
    expect(stdout).toMatch(/^0 claims hold, 1 fail,/m);
    expect(code).toBe(5);
  });

  test('ends with 3 where a GPU is demanded and there is none', async () => {
    const { code } = await saddlescape(['verify', '--engine', 'gpu'], { env: NO_VULKAN });
    expect(code).toBe(3);
  });

  test('stops when it is told to', async () => {
    const { code, stderr } = await saddlescape(['verify', '--engine', 'cpu'], {
      interruptAfter: 500,
    });
    expect(stderr).toContain('The verification was stopped.');
    expect(code).toBe(130);
  });
});
