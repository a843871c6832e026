import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { COMMANDS, type CommandName } from '../../../src/cli/commands';
import { EXIT, EXIT_MEANINGS } from '../../../src/cli/exit';
import { commandHelp, helpText, usageText } from '../../../src/cli/help';

const documentation = readFileSync(
  join(import.meta.dirname, '../../../docs/command-line.md'),
  'utf8',
);

describe('what is shown of the commands', () => {
  test('docs/command-line.md has the table as the help has it', () => {
    const block = usageText('npx saddlescape').replace(/^(?=.)/gm, '  ');
    expect(documentation).toContain(`\n${block}\n`);
  });

  test.each(Object.keys(COMMANDS) as CommandName[])('%s: the help names every option', (name) => {
    const text = commandHelp(name);
    for (const option of Object.keys(COMMANDS[name].options))
      expect(text).toContain(`      --${option} `);
    expect(text).toMatch(new RegExp(`^  saddlescape ${name} `));
    expect(helpText()).toContain(text.split('\n\n')[0]);
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
  });

  test('every exit code is in the help and in the docs', () => {
    const codes = Object.values(EXIT).filter((code) => code !== EXIT.unexpected);
    const table = documentation.split('| exit | means |')[1].split('\n\n')[0];
    for (const code of codes) {
      expect(table).toMatch(new RegExp(`^\\| (.*, )?${code}[ ,]`, 'm'));
      expect(
        EXIT_MEANINGS.some(([one, meaning]) => one === code || meaning.includes(`${code}`)),
      ).toBe(true);
    }
  });
});
