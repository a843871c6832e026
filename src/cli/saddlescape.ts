#!/usr/bin/env node
import { VERSION } from '../version';
import { bench } from './bench';
import { serveIfThread } from './cpu-workers';
import { doctor } from './doctor';
import { EXIT, failureOf } from './exit';
import { merge } from './merge';
import { flushed } from './output';
import { run } from './run';
import { sweep } from './sweep';
import { verify } from './verify';

const COMMANDS: Record<string, (args: string[]) => Promise<number>> = {
  run,
  sweep,
  merge,
  bench,
  verify,
  doctor,
};

const HELP = `saddlescape ${VERSION}: simulates stochastic gradient descent near a saddle point.

  saddlescape run spec.json     simulate what the spec says; - reads it from standard input
      --preset id               run a preset instead of a file
      --link address            run what a link to the page says instead of a file
      --engine auto|gpu|cpu     auto, the default, takes a real GPU if there is one, else the CPU
      --out result.json         write the result there instead of to standard output
  saddlescape sweep sweep.json  count a map of escape probabilities; - reads the sweep from standard input
      --out map.json            write it there, as a table if it ends in .csv, as NumPy arrays if in .npz
      --resume                  go on with what a sweep that was stopped or killed has left beside --out
      --shard i/n               count only part i of n, numbered from 0; merge puts the parts together
      --engine auto|gpu|cpu     as above
      --threads N               threads of the CPU engine; all processors where left out
      --timings                 write how long it took into the map
  saddlescape merge part-*.json put the shards of a map together, or convert one whole map
      --out map.json            as above
  saddlescape bench             measure the GPU against the CPU at its best, after both agree
      --parts part[,part]       some of headline, roofline, curve, dispatches, methods, replicas; the headline always
      --particles N             particles of all but the curve
      --most N                  largest size of the curve
      --samples N, --milliseconds N   samples of each contender, and least time of each
      --warmup N                milliseconds that each contender is warmed up for
      --json                    as JSON
      --out report.json         write the JSON there and the words to standard output
  saddlescape verify            put every claim of the post to the test, theory against measurement
      --engine auto|gpu|cpu     as above
      --claim id[,id]           only these claims
      --particles N             particles of every run; fewer are faster and less sharp
      --json                    as JSON
      --out report.json         write the JSON there instead of words to standard output
  saddlescape doctor            say what this machine offers, and check both engines against each other
      --json                    as JSON
  saddlescape help              this text, and the presets
  saddlescape --version

JSON goes to standard output or --out, words and progress to standard error.
Exit: 0 done, 2 bad spec or arguments, 3 no GPU although one was demanded, 4 device lost (partial result written),
5 a check failed, 130 stopped by Ctrl+C (of a sweep and of bench, what there is is written).
`;

async function main(args: string[]): Promise<number> {
  const [command, ...rest] = args;
  if (command === undefined) return fail(`No command was given; give ${known()}.`);
  if (command === '--version' || command === '-v') {
    process.stdout.write(`${VERSION}\n`);
    return EXIT.done;
  }
  if (command === 'help' || command === '--help' || command === '-h') return help(rest);
  const action = Object.hasOwn(COMMANDS, command) ? COMMANDS[command] : undefined;
  if (!action) return fail(`${JSON.stringify(command.slice(0, 60))} is not a command; give ${known()}.`);
  return action(rest);
}

async function help(args: string[]): Promise<number> {
  if (args.length > 0) return fail('The command help takes no arguments.');
  const { PRESETS } = await import('../spec/presets');
  const width = Math.max(...PRESETS.map(({ id }) => id.length));
  const presets = PRESETS.map(({ id, sentence }) => `  ${id.padEnd(width)}  ${sentence}`).join('\n');
  process.stdout.write(`${HELP}\nPresets:\n${presets}\n`);
  return EXIT.done;
}

function known(): string {
  return `${Object.keys(COMMANDS).join(', ')}, help or --version`;
}

function fail(sentence: string): number {
  process.stderr.write(`${sentence}\n`);
  return EXIT.badInput;
}

if (!serveIfThread()) start();

function start(): void {
  main(process.argv.slice(2))
    .catch((error: unknown) => {
      const { sentence, code } = failureOf(error);
      process.stderr.write(`${sentence}\n`);
      return code;
    })
    // Dawn keeps polling its devices, so that Node would not end by itself; what was written must be out first.
    .then(async (code) => {
      await flushed();
      process.exit(code);
    });
}
