import { PRESETS } from '../spec/presets';
import { VERSION } from '../version';
import { COMMANDS, type CommandName, type CommandTexts } from './commands';
import { EXIT_MEANINGS } from './exit';

/** Longest line, and the column where descriptions start. */
const WIDTH = 100;
const COLUMN = 38;

/** `saddlescape help`: everything. */
export function helpText(): string {
  return `saddlescape ${VERSION}: simulates stochastic gradient descent near a saddle point.

${usageText('saddlescape')}
${row('saddlescape help [command]', 'this text and the presets, or what one command does', 2)}
${row('saddlescape --version', 'print the version', 2)}

${ENDING}

Presets:
${presets()}
`;
}

/** `saddlescape run --help`: one command. */
export function commandHelp(name: CommandName): string {
  return `${commandText(name, 'saddlescape').join('\n')}\n\n${ENDING}\n`;
}

/** All commands and their options, as docs/command-line.md shows them. */
export function usageText(program: string): string {
  return (Object.keys(COMMANDS) as CommandName[])
    .flatMap((name) => commandText(name, program))
    .join('\n');
}

function commandText(name: CommandName, program: string): string[] {
  const { takes, does, options }: CommandTexts = COMMANDS[name];
  return [
    row([program, name, takes].filter(Boolean).join(' '), does, 2),
    ...Object.entries(options).map(([option, { value, does: what }]) =>
      row(value === undefined ? `--${option}` : `--${option} ${value}`, what, 6),
    ),
  ];
}

/** A command or option and its description, wrapped. */
function row(thing: string, does: string, indent: number): string {
  const start = `${' '.repeat(indent)}${thing}  `.padEnd(COLUMN);
  const lines = [start];
  for (const word of does.split(' ')) {
    const line = lines[lines.length - 1];
    if (line.length + word.length > WIDTH) lines.push(`${' '.repeat(COLUMN)}${word} `);
    else lines[lines.length - 1] = `${line}${word} `;
  }
  return lines.map((line) => line.trimEnd()).join('\n');
}

const ENDING = `JSON goes to standard output or --out, messages and progress to standard error.
--out - is standard output.
Exit:
${EXIT_MEANINGS.map(([code, meaning]) => row(String(code), meaning, 2)).join('\n')}`;

function presets(): string {
  const width = Math.max(...PRESETS.map(({ id }) => id.length));
  return PRESETS.map(({ id, sentence }) => `  ${id.padEnd(width)}  ${sentence}`).join('\n');
}
