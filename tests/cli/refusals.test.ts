import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { lossKinds, noiseLaws, optimizerKinds } from '../../src/models/registry';
import { some } from '../support/long';
import { temporaryFolder } from '../support/temporary-folder';
import { saddlescape, specFile } from './command';

/** Each table in the long suite; else parts of it: each entry takes a process of its own. */

/** Exactly one sentence, nothing on standard output, no stack. */
async function expectRefusal(
  args: string[],
  sentence: RegExp | string,
  input?: string,
): Promise<void> {
  const outcome = await saddlescape(args, { input });
  // The names of all presets take 800.
  expect(outcome.stderr).toMatch(/^[^\n]{1,900}\.\n$/);
  expect(outcome.stderr).toMatch(sentence);
  expect(outcome.stdout).toBe('');
  expect(outcome.code).toBe(2);
}

describe.concurrent('a bad spec: exit 2 and one sentence that names the field', () => {
  const specs: [unknown, string | RegExp][] = [
    [{ noise: { sigma: '2' } }, 'noise.sigma: "2" is not accepted; give a number from 0 to 1e30.'],
    [
      '{"noise": {"sigma": NaN}}',
      /^The spec in .* is not JSON: line 1, column 21 has "NaN", but JSON has/,
    ],
    [
      '{\n  "loss": {"a": [1]},\n  "time": {"dt": 0.01, "steps": 10,,}\n}\n',
      /^The spec in .*spec\.json is not JSON: line 3, column 35 has a comma with nothing after it; remove it\.$/m,
    ],
    [
      '{"noise": {"sigma": 1, "sigma": 2}}',
      /column 24 has the field "sigma" again, which line 1, column 12/,
    ],
    [{ noise: { sigma: -1 } }, 'noise.sigma: -1 is not accepted; give a number from 0 to 1e30.'],
    [{ noise: { rho: 2 } }, 'noise.rho: 2 is not accepted; give a number from -1 to 1.'],
    [
      { ensemble: { particles: 0 } },
      'ensemble.particles: 0 is not accepted; give a whole number from 1 to 67108864.',
    ],
    [{ ensemble: { particles: 1e12 } }, 'ensemble.particles: 1000000000000 is not accepted;'],
    [
      { histogram: { bins: 0 } },
      'histogram.bins: 0 is not accepted; give a whole number from 1 to 4090.',
    ],
    [
      { histogram: { min: 5, max: -5 } },
      'histogram.max: -5 is not accepted; give a number above histogram.min = 5.',
    ],
    [
      { loss: { kind: 'canyon' } },
      `loss.kind: "canyon" is not accepted; give ${lossKinds()
        .map((kind) => `"${kind}"`)
        .join(' or ')}.`,
    ],
    [
      { noise: { law: 'levy' } },
      `noise.law: "levy" is not accepted; give ${noiseLaws()
        .map((law) => `"${law}"`)
        .join(' or ')}.`,
    ],
    [
      { optimizer: { kind: 'lion' } },
      `optimizer.kind: "lion" is not accepted; give ${optimizerKinds()
        .map((kind) => `"${kind}"`)
        .join(' or ')}.`,
    ],
    [
      { sigma: 2 },
      'sigma: an unknown field is not accepted; give one of the fields version, loss,',
    ],
    [[], 'spec: [] is not accepted; give an object.'],
    [
      'x'.repeat(1_000_000),
      /is not JSON: line 1, column 1 has "x+\.\.\.x+" where a value should be/,
    ],
    ['x'.repeat(1_000_001), /has 1000001 bytes; give at most 1000000\.$/m],
    [
      `${'['.repeat(500_000)}${']'.repeat(500_000)}`,
      /column 65 has a \[ inside 64 others; give at most 64\.$/m,
    ],
  ];
  test.each(some(specs, 8))('%#', async (spec, sentence) => {
    const text = typeof spec === 'string' ? spec : JSON.stringify(spec);
    await expectRefusal(['run', specFile(text)], sentence);
  });

  test('from standard input too, a megabyte of garbage too', async () => {
    await expectRefusal(['run', '-'], 'noise.rho: 2 is not accepted', '{"noise":{"rho":2}}');
    await expectRefusal(
      ['run', '-'],
      /^The spec in standard input is not JSON: /,
      '\u0001'.repeat(1_000_000),
    );
  });

  test('too many particles for the engine', async () => {
    const spec = { loss: { a: new Array(64).fill(1) }, ensemble: { particles: 2 ** 26 } };
    await expectEngineRefusal(
      ['run', '--engine', 'cpu', specFile(spec)],
      'ensemble.particles: 67108864 particles',
    );
  });
});

/** The engine is named on a line of its own before it refuses. */
async function expectEngineRefusal(args: string[], sentence: string): Promise<void> {
  const outcome = await saddlescape(args);
  expect(outcome.stderr.trimEnd().split('\n').at(-1)).toContain(sentence);
  expect(outcome.stderr).not.toContain('    at ');
  expect(outcome.code).toBe(2);
}

describe.concurrent('a bad sweep: exit 2 and one sentence that names the field', () => {
  test.each(
    some(
      [
        [
          { base: { noise: { rho: 2 } } },
          'base.noise.rho: 2 is not accepted; give a number from -1 to 1.',
        ],
        [
          { x: { path: 'noise.volume', from: 0, to: 1 } },
          'x.path: "noise.volume" is not accepted; give a number of',
        ],
        [{ replicas: 0 }, 'replicas: 0 is not accepted; give a whole number from 1 to 67108864.'],
        [
          { compare: { optimizer: { kind: 'lion' } } },
          'compare.optimizer.kind: "lion" is not accepted;',
        ],
        [
          { colour: 'red' },
          'colour: an unknown field is not accepted; give one of the fields version, base,',
        ],
        [[], 'sweep: [] is not accepted'],
        [
          '{',
          'The sweep in standard input is not JSON: line 1, column 2 has the end of the text where',
        ],
        ['7', 'sweep: 7 is not accepted; give an object with the fields version, base,'],
      ] as [unknown, string][],
      4,
    ),
  )('%j', (sweep, sentence) =>
    expectRefusal(
      ['sweep', '-'],
      sentence,
      typeof sweep === 'string' ? sweep : JSON.stringify(sweep),
    ),
  );

  test('a place that its map or its checkpoint cannot go to', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'map.json.checkpoint'), '');
    const out = (path: string, ...more: string[]) => [
      'sweep',
      '-',
      '--out',
      join(folder, path),
      ...more,
    ];
    await expectRefusal(
      out('missing/map.json'),
      /could not be written to .*: there is no such file or folder\.$/m,
      '{}',
    );
    await expectRefusal(out(''), /could not be written to .*: it is a folder\.$/m, '{}');
    await expectRefusal(
      out('map.json'),
      'map.json.checkpoint holds an unfinished sweep; give --resume',
      '{}',
    );
    await expectRefusal(
      ['sweep', '-', '--out', '/dev/null', '--resume'],
      '--resume: /dev/null is not a file',
      '{}',
    );
  });
});

describe.concurrent('a bad link: exit 2 and one sentence', () => {
  const whole =
    '#watch?v=1&loss=saddle&a=1&noise=gaussian&sigma=2&tau=1&rho=0&optimizer=sgd&learningRate=1&schedule=constant&batchSize=1&dt=0.001&steps=10000&start=point&x=1&radius=10&particles=1048576&seed=1&coordinate=0&axis=asinh&min=-100&max=100&bins=512&end';
  test.each(
    some<[string, string | RegExp]>(
      [
        [
          whole.slice(0, whole.length / 2),
          /^The link is cut off after the field "\w+"; copy it whole, up to &end\.$/m,
        ],
        [
          whole.replace('rho=0', 'rho=2'),
          'noise.rho: 2 is not accepted; give a number from -1 to 1.',
        ],
        [whole.replace('v=1', 'v=9'), 'The link was made with a newer Saddlescape'],
        ['x'.repeat(100_000), 'is not a link to a Saddlescape run'],
      ],
      2,
    ),
  )('%#', (link, sentence) => expectRefusal(['run', '--link', link], sentence));
});

describe.concurrent('bad arguments: exit 2 and one sentence', () => {
  test.each(
    some(
      [
        [
          [],
          'No command was given; give run, sweep, merge, theory, link, open, cite, bench, verify, doctor, completion, help or --version.',
        ],
        [
          ['walk'],
          '"walk" is not a command; give run, sweep, merge, theory, link, open, cite, bench, verify, doctor, completion, help or --version.',
        ],
        [['toString'], '"toString" is not a command'],
        [['bench', 'all'], 'The command bench takes options only.'],
        [
          ['bench', '--parts', 'headline,luck'],
          '--parts: "luck" is not accepted; give some of headline, roofline, curve, dispatches, methods, replicas.',
        ],
        [
          ['bench', '--samples', '0'],
          '--samples: "0" is not accepted; give a whole number from 1 to 1000.',
        ],
        [['bench', '--most', '1e9'], '--most: "1e9" is not accepted'],
        [['verify', 'all'], 'The command verify takes options only; --claim names a claim.'],
        [
          ['verify', '--claim', 'flat-earth'],
          '--claim: "flat-earth" is not accepted; give some of gradient-descent,',
        ],
        [['verify', '--claim', 'clustering,'], '--claim: "" is not accepted'],
        [
          ['verify', '--particles', '63'],
          '--particles: "63" is not accepted; give a whole number from 64 to 67108864.',
        ],
        [['verify', '--particles', '1e6'], '--particles: "1e6" is not accepted'],
        [['run'], 'run needs a spec'],
        [['run', 'a.json', 'b.json'], 'run takes one spec'],
        [['run', 'run', 'a.json'], 'run takes one spec'],
        [['run', '-', '--preset', 'trapped'], 'run takes one spec'],
        [
          ['run', '/nonexistent.json'],
          'could not be read from /nonexistent.json: there is no such file or folder.',
        ],
        [['run', '/'], 'could not be read from /: it is a folder.'],
        [['run', '-'], 'could not be read from standard input: it is empty.'],
        [
          ['run', '-', '--fast'],
          'run has no option --fast; it has --preset, --link, --samples, --set, --seed, --particles, --engine, --fused, --out, --escapes-out, --history-out, --particles-out.',
        ],
        [['run', '-', '--engine'], 'The option --engine needs a value.'],
        [
          ['run', '-', '--engine', 'tpu'],
          '--engine: "tpu" is not accepted; give auto, gpu or cpu.',
        ],
        [
          ['run', '-', '--engine', 'cpu', '--engine', 'gpu'],
          'The option --engine was given more than once.',
        ],
        [
          ['run', '--preset', 'paradise'],
          '--preset: "paradise" is not accepted; give one of trapped,',
        ],
        [
          ['sweep'],
          'sweep takes one sweep: give the path of a JSON file, or - for standard input.',
        ],
        [['sweep', 'a.json', 'b.json'], 'sweep takes one sweep'],
        [
          ['sweep', '/nonexistent.json'],
          'The sweep could not be read from /nonexistent.json: there is no such file or folder.',
        ],
        [['sweep', '-'], 'The sweep could not be read from standard input: it is empty.'],
        [['sweep', '-', '--shard'], 'The option --shard needs a value.'],
        ...['3/3', '1', '-1/3', '1/0', '0/0', '1/3/5', 'a/b', ''].map(
          (shard): [string[], string] => [
            ['sweep', '-', `--shard=${shard}`],
            `--shard: ${JSON.stringify(shard)} is not accepted; give i/n with i from 0 to n - 1, such as 0/4`,
          ],
        ),
        ...['0', '1.5', '-1', 'all', '1025', ''].map((threads): [string[], string] => [
          ['sweep', '-', `--threads=${threads}`],
          `--threads: ${JSON.stringify(threads)} is not accepted; give a whole number from 1 to 1024.`,
        ]),
        [
          ['sweep', '-', '--engine', 'gpu', '--threads', '2'],
          '--threads is for the CPU engine; leave it out, or give --engine cpu.',
        ],
        [
          ['sweep', '-', '--engine', 'gpu', '--fused'],
          '--fused is for the CPU engine; leave it out, or give --engine cpu.',
        ],
        [['sweep', '-', '--resume'], '--resume needs --out: the checkpoint is beside that file.'],
        [['sweep', '-', '--resume=yes'], 'The option --resume takes no value.'],
        [
          ['sweep', '-', '--shard', '0/2', '--out', 'part.csv'],
          '--out: a shard is written as JSON, which merge takes; give it another name than part.csv.',
        ],
        [
          ['sweep', '-', '--preset', 'x'],
          'sweep has no option --preset; it has --out, --resume, --samples, --shard,',
        ],
        [['merge'], 'merge needs the files of maps, such as part-*.json, or - for standard input.'],
        [
          ['merge', '/nonexistent.json'],
          'The map could not be read from /nonexistent.json: there is no such',
        ],
        [['merge', '/'], 'The map could not be read from /: it is a folder.'],
        [
          ['merge', 'package.json'],
          'package.json is not accepted: it is not the result of a sweep: it has no list',
        ],
        [
          ['merge', 'README.md'],
          'The map in README.md is not JSON: line 1, column 1 has "#" where a value should be.',
        ],
        [['merge', 'a.json', '--resume'], 'merge has no option --resume; it has --out, --samples.'],
        [['doctor', 'me'], 'The command doctor takes the option --json only.'],
        [['doctor', '--json=yes'], 'The option --json takes no value.'],
        [
          ['help', 'me'],
          '"me" is not a command; give run, sweep, merge, theory, link, open, cite, bench, verify, doctor, completion.',
        ],
        [['help', 'run', 'sweep'], 'The command help takes the name of one command.'],
        [['run', '-', '--', '--help'], 'run takes one spec'],
      ] as [string[], string | RegExp][],
      20,
    ),
  )('%j', (args, sentence) => expectRefusal(args, sentence));

  test('a place that cannot be written to is refused before the work, and not after', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'taken'));
    writeFileSync(join(folder, 'file'), '');
    const out = (path: string) => ['run', '-', '--out', join(folder, path)];
    await expectRefusal(out('taken'), /could not be written to .*taken: it is a folder\.$/m, '{}');
    await expectRefusal(
      out('missing/x.json'),
      /could not be written to .*: there is no such file or folder\.$/m,
      '{}',
    );
    await expectRefusal(
      out('file/x.json'),
      /could not be written to .*: a part of the path is not a folder\.$/m,
      '{}',
    );
    await expectRefusal(
      ['run', '-', '--out', ''],
      'The option --out needs the path of a file.',
      '{}',
    );
  });
});
