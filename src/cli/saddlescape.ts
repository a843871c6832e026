import '../models/all-texts';
import { probeAdapter } from '../host/node/adapter-probe';
import { serveIfThread } from '../host/node/cpu-workers';
import { probeSpeeds } from '../host/node/speed-probe';
import { serveIfTheoryThread } from '../host/node/theory-threads';
import { VERSION } from '../version';
import { asksForHelp } from './arguments';
import { bench } from './bench';
import { cite } from './cite';
import { COMMANDS, type CommandName } from './commands';
import { completion } from './completion';
import { doctor } from './doctor';
import { EXIT, failureOf, UsageError } from './exit';
import { commandHelp, helpText } from './help';
import { link } from './link';
import { merge } from './merge';
import { open } from './open';
import { print, said, say } from './output/streams';
import { run } from './run';
import { listenForSignals } from './signals';
import { sweep } from './sweep';
import { theory } from './theory';
import { verify } from './verify';

const ACTIONS: Record<CommandName, (args: string[]) => Promise<number>> = {
  run,
  sweep,
  merge,
  theory,
  link,
  open,
  cite,
  bench,
  verify,
  doctor,
  completion,
};

async function main(args: string[]): Promise<number> {
  const [command, ...rest] = args;
  if (command === undefined) throw new UsageError(`No command was given; give ${known()}.`);
  if (command === '--version' || command === '-v') return show(`${VERSION}\n`);
  if (command === 'help' || command === '--help' || command === '-h') return help(rest);
  if (!isCommand(command))
    throw new UsageError(
      `${JSON.stringify(command.slice(0, 60))} is not a command; give ${known()}.`,
    );
  return asksForHelp(rest) ? show(commandHelp(command)) : ACTIONS[command](rest);
}

function help([command, ...more]: string[]): Promise<number> {
  if (command === undefined) return show(helpText());
  if (more.length > 0) throw new UsageError('The command help takes the name of one command.');
  if (isCommand(command)) return show(commandHelp(command));
  throw new UsageError(
    `${JSON.stringify(command.slice(0, 60))} is not a command; give ${Object.keys(COMMANDS).join(', ')}.`,
  );
}

async function show(text: string): Promise<number> {
  await print(text);
  return EXIT.done;
}

function isCommand(name: string): name is CommandName {
  return Object.hasOwn(COMMANDS, name);
}

function known(): string {
  return `${Object.keys(COMMANDS).join(', ')}, help or --version`;
}

async function start(): Promise<void> {
  listenForSignals();
  const code = await main(process.argv.slice(2)).catch((error: unknown) => {
    const { sentence, code } = failureOf(error);
    if (sentence !== null) say(`${sentence}\n`);
    return code;
  });
  // Dawn keeps polling its devices, so that Node would not end by itself; what was said must be out
  // first.
  await said();
  process.exit(code);
}

if (!serveIfThread() && !serveIfTheoryThread() && !probeAdapter() && !probeSpeeds()) start();
