import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { COMMANDS, type CommandName } from '../../src/cli/commands';
import { PRESETS } from '../../src/spec/presets';
import { temporaryFolder } from '../support/temporary-folder';
import { saddlescape } from './command';

const folder = temporaryFolder();
let script = '';
beforeAll(async () => {
  const made = await saddlescape(['completion', 'bash']);
  expect(made, made.stderr).toMatchObject({ code: 0, stderr: '' });
  script = made.stdout;
  writeFileSync(join(folder, 'spec.json'), '{}');
  mkdirSync(join(folder, 'special'));
});

/** What bash offers for the last of these words. */
function offered(...words: string[]): string[] {
  const { stdout, stderr } = spawnSync(
    'bash',
    [
      '-c',
      `${script}
      COMP_WORDS=(saddlescape "$@"); COMP_CWORD=$#
      _saddlescape
      printf '%s\\n' "\${COMPREPLY[@]}"`,
      'bash',
      ...words,
    ],
    { cwd: folder, encoding: 'utf8' },
  );
  expect(stderr).toBe('');
  return stdout.split('\n').filter(Boolean);
}

test('bash is offered every command, and every option of each', () => {
  expect(offered('')).toEqual([...Object.keys(COMMANDS), 'help', '--version']);
  for (const name of Object.keys(COMMANDS) as CommandName[])
    expect(offered(name, '--')).toEqual(
      [...Object.keys(COMMANDS[name].options), 'help'].map((option) => `--${option}`),
    );
});

test('bash is offered values, files and presets where the table has them', () => {
  expect(offered('run', '--engine', '')).toEqual(['auto', 'gpu', 'cpu']);
  expect(offered('verify', '--suite', 'pa')).toEqual(['papers']);
  expect(offered('run', '--preset', '')).toEqual(PRESETS.map(({ id }) => id));
  expect(offered('run', 'sp').sort()).toEqual(['special', 'spec.json'].sort());
  expect(offered('sweep', '--out', 'spec.')).toEqual(['spec.json']);
  expect(offered('completion', 'f')).toEqual(['fish']);
  expect(offered('help', 'mer')).toEqual(['merge']);
  expect(offered('run', '--seed', '')).toEqual([]);
});

test('a shell that is not known is refused', async () => {
  for (const args of [['powershell'], ['bash', 'zsh']])
    expect(await saddlescape(['completion', ...args])).toEqual({
      code: 2,
      stdout: '',
      stderr: 'completion takes the name of one shell: give bash, zsh, fish.\n',
    });
});
