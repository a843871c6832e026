import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { engines } from '../../package.json';
import { LONG, some } from '../support/long';
import { temporaryFolder } from '../support/temporary-folder';
import { BUILT, NO_VULKAN, PROGRAM, SMALL, saddlescape, specFile } from './command';

describe('Node that is too old', () => {
  const program = readFileSync(BUILT, 'utf8');
  const least = engines.node.replace('>=', '');

  /** The entry as it would be if it asked for another version. */
  const asking = (version: string) => {
    const script = join(temporaryFolder(), 'saddlescape.js');
    expect(program).toContain(`'${least}'`);
    writeFileSync(script, program.replace(`'${least}'`, `'${version}'`));
    return script;
  };

  test('is said in one sentence, before anything else is loaded', async () => {
    const [major, minor] = process.versions.node.split('.').map(Number);
    for (const version of [`${major + 1}.0`, `${major}.${minor + 1}`])
      expect(await saddlescape(['run'], { script: asking(version) })).toEqual({
        code: 2,
        stdout: '',
        stderr: `Saddlescape needs Node ${version} or newer; this is Node ${process.versions.node}.\n`,
      });
  });

  test('is a matter of the version alone: equal and newer ones go on, with no package.json beside them', async () => {
    const [major, minor] = process.versions.node.split('.').map(Number);
    for (const version of [`${major}.${minor}`, `${major - 1}.99`]) {
      const script = asking(version);
      expect((await saddlescape(['--version'], { script })).stderr).toBe(
        'The file command.mjs is missing; it belongs beside saddlescape.js.\n',
      );
      copyFileSync(PROGRAM, join(script, '..', 'command.mjs'));
      expect((await saddlescape(['--version'], { script })).code).toBe(0);
    }
  });

  test('is found out in words that old ones understand', () => {
    expect(program).not.toMatch(/^\s*(import|export) |\?\?|\?\.|\bawait\b|catch \{|#\w+ *[;=(]/m);
    expect(program).not.toContain('LEAST_NODE');
  });
});

describe('where there is no adapter, only our own sentence is said', () => {
  // Without a driver, and without Vulkan itself.
  const places = [NO_VULKAN, { ...NO_VULKAN, LD_LIBRARY_PATH: '' }];
  const refusal = 'No GPU adapter was found; run "npx saddlescape doctor" for advice.';

  test.each(places)('%j', async (env) => {
    const run = (...args: string[]) => saddlescape(['run', specFile(SMALL), ...args], { env });
    expect(await run('--engine', 'gpu')).toEqual({ code: 3, stdout: '', stderr: `${refusal}\n` });
    // One sentence of ours, and what was found.
    if (!LONG && env !== NO_VULKAN) return;
    const auto = await run();
    expect(JSON.parse(auto.stdout).engine.kind).toBe('cpu');
    expect(auto.stderr).toMatch(
      new RegExp(`^Engine: CPU, because ${refusal.replace('No', 'no')}\\n\\d+ of \\d+ [^\\n]+\\n$`),
    );
  });
});

describe('--help', () => {
  test.each(
    some(
      [
        ['run', '--help'],
        ['sweep', '-h'],
        ['merge', 'a.json', '--help'],
        ['bench', '--particles', '1', '-h'],
        ['verify', '--unknown', '--help'],
        ['help', 'doctor'],
      ],
      3,
    ),
  )('%s %s', async (...args) => {
    const name = args[0] === 'help' ? args[1] : args[0];
    const { code, stdout, stderr } = await saddlescape(args);
    expect(stdout).toMatch(new RegExp(`^ {2}saddlescape ${name} .*\\n( {6}.*\\n)+\\n`));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});
