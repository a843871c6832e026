import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { unpackedChromium } from './find-chromium.ts';

const INSTALLED = ['/usr/lib/chromium', '/usr/lib/chromium-browser', '/opt/google/chrome'];

/**
 * Environment that gives a Node process the software adapter of a Chromium, so that Dawn finds the
 * same SwiftShader as the browser tests do.
 *
 * The dynamic loader reads LD_LIBRARY_PATH once, when a process starts: pass this to `spawn`, or
 * set it before vitest forks its workers, as vitest.config.ts does. Empty off Linux, where Dawn
 * needs no Vulkan, and with SADDLESCAPE_TEST_ADAPTER=system, which tests on the machine's own
 * adapter.
 */
export function vulkanEnvironment(): Record<string, string> {
  if (process.platform !== 'linux' || process.env.SADDLESCAPE_TEST_ADAPTER === 'system') return {};
  const folder = INSTALLED.find(holdsSwiftShader) ?? unpackedChromium();
  if (!folder || !holdsSwiftShader(folder))
    throw new Error(
      'No software Vulkan adapter was found: neither an installed Chromium nor @sparticuz/chromium has one.',
    );
  const present = (process.env.LD_LIBRARY_PATH ?? '')
    .split(delimiter)
    .filter((path) => path && path !== folder);
  return {
    VK_DRIVER_FILES: join(folder, 'vk_swiftshader_icd.json'),
    LD_LIBRARY_PATH: [folder, ...present].join(delimiter),
  };
}

function holdsSwiftShader(folder: string): boolean {
  return ['vk_swiftshader_icd.json', 'libvk_swiftshader.so', 'libvulkan.so.1'].every((file) =>
    existsSync(join(folder, file)),
  );
}
