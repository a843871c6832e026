import { describe, expect, test } from 'vitest';
import { version } from '../../package.json';
import { LONG } from '../support/long';
import { temporaryFolder } from '../support/temporary-folder';
import { NO_VULKAN, saddlescape } from './command';

describe('saddlescape doctor', () => {
  test('finds the adapter, its limits, and that both engines are right', async () => {
    const { code, stdout } = await saddlescape(['doctor', '--json']);
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ version, node: process.versions.node, noAdapter: null });
    expect(report.adapter.limits.maxBufferSize).toBeGreaterThanOrEqual(2 ** 28);
    expect([1, 2]).toContain(report.layout.lanes);
    expect(report.largestEnsemble.gpu).toBeGreaterThanOrEqual(2 ** 24);
    expect(report.checks).toMatchObject([
      { name: 'CPU engine against the exact law', passed: true },
      { name: 'SIMD kernels against the CPU engine', passed: true },
      { name: 'GPU engine against the exact law', passed: true },
      { name: 'GPU engine against the CPU engine', passed: true },
    ]);
    expect(code).toBe(0);
  });

  test.runIf(LONG)('says in words what it found', async () => {
    const { code, stdout } = await saddlescape(['doctor']);
    expect(stdout).toMatch(/^Saddlescape [\w.-]+, Node \d+\.\d+\.\d+/);
    expect(stdout).toMatch(/^GPU adapter: /m);
    expect(stdout).toMatch(/^Layout of work: workgroups of \d+, /m);
    expect(stdout.match(/^ok {6}/gm)?.length).toBe(4);
    expect(code).toBe(0);
  });

  test.runIf(LONG)('lays work out as the benchmark measured', async () => {
    const env = { XDG_CACHE_HOME: temporaryFolder() };
    const small = ['--parts', 'headline', '--particles', '4096', '--samples', '1'];
    const before = await saddlescape(['doctor'], { env });
    expect(before.stdout).toMatch(/^Layout of work: .*, until saddlescape bench has measured it$/m);
    await saddlescape(['bench', ...small, '--milliseconds', '1', '--warmup', '1'], { env });
    const { stdout } = await saddlescape(['doctor'], { env });
    expect(stdout).toMatch(
      /^Layout of work: workgroups of \d+, shift [\w-]+, (?:one|2) particles? an invocation, as measured by saddlescape bench$/m,
    );
  });

  test('says what to do where there is no adapter, and still checks the CPU', async () => {
    // Without Vulkan itself.
    const env = { ...NO_VULKAN, LD_LIBRARY_PATH: '' };
    const { code, stdout, stderr } = await saddlescape(['doctor'], { env });
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^Saddlescape [\w.-]+, Node \d+\.\d+\.\d+/);
    expect(stdout).toMatch(/^GPU adapter: none\./m);
    // It repeats what the driver says: without Vulkan's loader, or with a loader that finds none.
    if (process.platform === 'linux')
      expect(stdout).toMatch(
        /^GPU adapter: none\. Dawn is installed but finds no adapter\. Its driver says: (Couldn't load Vulkan: |vkCreateInstance)[^\n]*$/m,
      );
    expect(stdout).not.toContain('.cpp');
    expect(stdout).toMatch(/^No GPU adapter was found: runs use the CPU engine/m);
    expect(stdout.match(/^ok {6}/gm)?.length).toBe(2);
    expect(code).toBe(0);
  });
});

describe('saddlescape help and --version', () => {
  test('say what there is', async () => {
    expect(await saddlescape(['--version'])).toEqual({
      code: 0,
      stdout: `${version}\n`,
      stderr: '',
    });
    const { code, stdout } = await saddlescape(['help']);
    for (const word of ['run', 'doctor', '--engine', '--out', '--link', '--preset', 'coin-1000'])
      expect(stdout).toContain(word);
    expect(code).toBe(0);
  });
});
