import { availableParallelism } from 'node:os';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { assemblyScript } from './scripts/assemblyscript.js';
import { findChromium } from './tests/support/find-chromium.ts';
import { vulkanEnvironment } from './tests/support/find-vulkan.ts';
import { LongestFirst } from './tests/support/longest-first.ts';
import { plantFault } from './tests/support/planted-fault.ts';

/**
 * Projects: `node` and `mocked` for what runs on the sources, `product` and `alone` for what runs
 * the built page and command line (built first where they are stale), `browser` for what needs
 * WebGPU in a real Chromium. All get a software adapter, so that they run anywhere;
 * SADDLESCAPE_TEST_ADAPTER=system takes the machine's own instead. A missing adapter fails the
 * tests that need one.
 */
const chromium = findChromium();
const ownAdapter = process.env.SADDLESCAPE_TEST_ADAPTER === 'system';

// Workers are forked from this process and Dawn loads Vulkan in them: both read the environment
// they start with.
Object.assign(process.env, vulkanEnvironment());

export default defineConfig({
  plugins: [plantFault(), assemblyScript()],
  test: {
    // All projects at once. Vitest leaves a core free for itself, and has next to nothing to do;
    // the browser project has one page of its own.
    maxWorkers: availableParallelism(),
    sequence: { sequencer: LongestFirst },
    // Long enough for a machine with two busy cores; projects inherit it by `extends`.
    testTimeout: 180_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 60_000 } },
    // As every program but the Watch page, which loads them with the first spec that needs them.
    setupFiles: ['./src/models/all-texts.ts', './src/theory/all-methods.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          pool: 'forks',
          environment: 'node',
          // Modules are loaded once a worker.
          isolate: false,
          include: ['tests/{unit,statistics}/**/*.test.ts'],
          exclude: ['**/*.{gpu,mocked}.test.ts'],
          setupFiles: ['tests/support/seeded.setup.ts'],
        },
      },
      {
        extends: true,
        test: {
          // What puts other modules in the place of some has a worker of its own.
          name: 'mocked',
          pool: 'forks',
          environment: 'node',
          include: ['tests/{unit,page}/**/*.mocked.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'product',
          pool: 'forks',
          environment: 'node',
          // The browser, and modules, are loaded once a worker.
          isolate: false,
          include: ['tests/{cli,page}/**/*.test.ts'],
          exclude: ['**/*.{gpu,alone,mocked}.test.ts'],
          globalSetup: ['tests/cli/build.setup.ts'],
          setupFiles: ['tests/cli/remove-folders.setup.ts'],
        },
      },
      {
        extends: true,
        test: {
          // What depends on time runs when all others are done.
          name: 'alone',
          pool: 'forks',
          environment: 'node',
          isolate: false,
          include: ['tests/page/*.alone.test.ts'],
          globalSetup: ['tests/cli/build.setup.ts'],
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          // Modules, and what the twin computes for several checks, are loaded once.
          isolate: false,
          include: ['tests/parity/**/*.test.ts', 'tests/**/*.gpu.test.ts'],
          env: { SADDLESCAPE_LONG: process.env.SADDLESCAPE_LONG ?? '' },
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: {
                executablePath: chromium.executablePath,
                env: chromium.env,
                args: [
                  // WebGPU on Linux, and on an adapter that Chromium has on its list of doubtful
                  // ones.
                  '--enable-unsafe-webgpu',
                  ...(ownAdapter
                    ? ['--enable-features=Vulkan']
                    : ['--use-webgpu-adapter=swiftshader']),
                  // Tests in a container run as root, where Chromium's sandbox does not start.
                  '--no-sandbox',
                ],
              },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
