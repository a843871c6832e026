/** An option of a command. */
export interface Option {
  /** What it takes, as it is shown; left out where it takes nothing. */
  value?: string;
  does: string;
}

export interface CommandTexts {
  /** What it takes beside its options, as it is shown. */
  takes: string;
  does: string;
  options: Record<string, Option>;
}

const ENGINE = {
  value: 'auto|gpu|cpu',
  does: 'auto, the default, takes a real GPU if there is one, else the CPU',
} satisfies Option;

/**
 * Every command with its options, in the order in which they are shown: what is accepted, the help
 * and docs/command-line.md are all made of this.
 */
export const COMMANDS = {
  run: {
    takes: 'spec.json',
    does: 'simulate what the spec says; - reads it from standard input',
    options: {
      preset: {
        value: 'id',
        does: 'run a preset instead of a file; "saddlescape help" lists them',
      },
      link: { value: 'address', does: 'run what a link to the page says instead of a file' },
      engine: ENGINE,
      out: { value: 'result.json', does: 'write the result there instead of to standard output' },
    },
  },
  sweep: {
    takes: 'sweep.json',
    does: 'count a map of escape probabilities; - reads the sweep from standard input',
    options: {
      out: {
        value: 'map.json',
        does: 'write it there: a table if it ends in .csv, NumPy arrays if in .npz, else JSON, in .json or without an ending',
      },
      resume: {
        does: 'go on with what a sweep that was stopped or killed has left beside --out; from the start where there is nothing',
      },
      shard: {
        value: 'i/n',
        does: 'count only part i of n, numbered from 0 to n - 1; JSON only; merge puts the parts together',
      },
      engine: ENGINE,
      threads: {
        value: 'N',
        does: 'threads of the CPU engine, 1 to 1024; one a processor where left out',
      },
      timings: { does: 'write into the map how long it took' },
    },
  },
  merge: {
    takes: 'part-*.json',
    does: 'put the shards of a map together, or convert one whole map; - is standard input',
    options: { out: { value: 'map.json', does: 'as for sweep' } },
  },
  bench: {
    takes: '',
    does: 'measure the GPU against the CPU at its best, after both agree: docs/benchmarks.md',
    options: {
      parts: {
        value: 'part[,part]',
        does: 'some of headline, roofline, curve, dispatches, methods, replicas; the headline always',
      },
      particles: {
        value: 'N',
        does: 'of all but the curve; left out: 2^20 on a graphics card, else 2^16',
      },
      most: { value: 'N', does: 'largest size of the curve; left out: 2^22' },
      samples: {
        value: 'N',
        does: 'of each contender; 15 where left out, and fewer give no headline',
      },
      milliseconds: {
        value: 'N',
        does: 'least time of a sample; 100 where left out, and less gives no headline',
      },
      warmup: {
        value: 'N',
        does: 'milliseconds of warming up; 1000 where left out, and less gives no headline',
      },
      json: { does: 'as JSON; words, which are Markdown, otherwise' },
      out: { value: 'report.json', does: 'write the JSON there, and the words to standard output' },
    },
  },
  verify: {
    takes: '',
    does: 'put every claim of the post to the test: theory, measurement, 95 % interval, z',
    options: {
      engine: ENGINE,
      claim: { value: 'id[,id]', does: 'only these; a wrong id lists them' },
      particles: {
        value: 'N',
        does: 'of every run; left out: 2^20 on a graphics card, else what 2^28 particle-steps a run allow',
      },
      json: { does: 'as JSON; words otherwise' },
      out: {
        value: 'report.json',
        does: 'write the JSON there instead of words to standard output',
      },
    },
  },
  doctor: {
    takes: '',
    does: 'say what this machine offers, and check both engines on a small run',
    options: { json: { does: 'as JSON; words otherwise' } },
  },
} as const satisfies Record<string, CommandTexts>;

export type CommandName = keyof typeof COMMANDS;

/** What was given for the options of a command. */
export type OptionValues<Name extends CommandName> = {
  [option in keyof (typeof COMMANDS)[Name]['options']]?: (typeof COMMANDS)[Name]['options'][option] extends {
    value: string;
  }
    ? string
    : boolean;
};
