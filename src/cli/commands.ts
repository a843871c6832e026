/** An option of a command. */
export interface Option {
  /** What it takes, as it is shown; left out where it takes nothing. */
  value?: string;
  /** It may be given more than once. */
  repeated?: true;
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
  does: 'auto, the default, uses a real GPU if there is one, else the faster of CPU and software GPU',
} satisfies Option;

const FUSED = {
  does: 'round products and sums once, where the CPU can: faster, with other last digits',
} satisfies Option;

/** Where a spec comes from, and what of it is changed. */
const SPEC = {
  preset: {
    value: 'id',
    does: 'run a preset instead of a file; "saddlescape help" lists them',
  },
  link: { value: 'address', does: 'run the spec of a page link instead of a file' },
  samples: {
    value: 'pairs.csv',
    repeated: true,
    does: 'samples of your own that noise.data names: CSV, .npy or JSON; may be repeated',
  },
  set: {
    value: 'field=value',
    repeated: true,
    does: 'change a field of the spec, such as noise.sigma=1.5 or "loss.a[0]=2"; may be repeated',
  },
  seed: { value: 'text', does: 'as --set ensemble.seed=text' },
  particles: { value: 'N', does: 'as --set ensemble.particles=N' },
} satisfies Record<string, Option>;

const PAGE = {
  value: 'address',
  does: 'of the page that opens it, such as http://localhost:4173/ of npm start',
} satisfies Option;

/**
 * Every command with its options, in the order in which they are shown: what is accepted, the
 * help, the completion of shells and docs/command-line.md are all made of this.
 */
export const COMMANDS = {
  run: {
    takes: 'spec.json',
    does: 'simulate what the spec says; - reads it from standard input',
    options: {
      ...SPEC,
      engine: ENGINE,
      fused: FUSED,
      out: { value: 'result.json', does: 'write the result there instead of to standard output' },
      'escapes-out': {
        value: 'escapes.csv',
        does: 'write there, as a table, when particles left: quantiles, mean, survival, fit',
      },
      'history-out': {
        value: 'history.csv',
        does: 'write there, as a table, the steps that time.record asks for',
      },
      'particles-out': {
        value: 'x.npy',
        does: 'write there, as a NumPy array, where every particle is and when it left',
      },
    },
  },
  sweep: {
    takes: 'sweep.json',
    does: 'count a map of escape probabilities; - reads the sweep from standard input',
    options: {
      out: {
        value: 'map.json',
        does: 'write it there: a table for .csv, NumPy arrays for .npz, JSON for .json or no extension',
      },
      resume: {
        does: 'continue from what a stopped or killed sweep left beside --out; from the start if there is nothing',
      },
      samples: {
        value: 'pairs.csv',
        repeated: true,
        does: 'samples of your own that noise.data names: CSV, .npy or JSON; may be repeated',
      },
      shard: {
        value: 'i/n',
        does: 'count only part i of n, numbered from 0 to n - 1; JSON only; merge combines the parts',
      },
      engine: ENGINE,
      fused: FUSED,
      threads: {
        value: 'N',
        does: 'threads of the CPU engine, 1 to 1024; default: one per processor',
      },
      timings: { does: 'record in the map how long it took' },
      exact: {
        does: 'add the exact probability of each cell where it is known, and z; some 25 ms a cell with constant steps',
      },
    },
  },
  merge: {
    takes: 'part-*.json',
    does: 'combine the shards of a map, or convert one whole map; - is standard input',
    options: {
      out: { value: 'map.json', does: 'as for sweep' },
      samples: { value: 'pairs.csv', repeated: true, does: 'as for sweep' },
    },
  },
  theory: {
    takes: 'spec.json',
    does: 'say what theory knows of a spec: verdict, law, thresholds, exact escape; nothing is simulated',
    options: {
      ...SPEC,
      step: { value: 'N', does: 'of the law and the moments; default: the last step' },
      out: { value: 'theory.json', does: 'write it there instead of to standard output' },
    },
  },
  link: {
    takes: 'spec.json',
    does: 'print the link of a run, or of a map where it is a sweep; "run --link" reads it again',
    options: { ...SPEC, page: PAGE },
  },
  open: {
    takes: 'spec.json',
    does: 'open a run, or a map where it is a sweep, in the browser, and print its address',
    options: {
      ...SPEC,
      page: {
        value: 'address',
        does: 'of the page that opens it; default: http://localhost:4173/, which npm start serves',
      },
    },
  },
  cite: {
    takes: 'result.json',
    does: 'print BibTeX with link, digest and version of a result, or of a spec, which is run first',
    options: { ...SPEC, engine: ENGINE, fused: FUSED, page: PAGE },
  },
  bench: {
    takes: '',
    does: 'compare the speed of GPU and CPU, after both agree: docs/benchmarks.md',
    options: {
      parts: {
        value: 'part[,part]',
        does: 'some of headline, roofline, curve, dispatches, methods, replicas; headline is always included',
      },
      particles: {
        value: 'N',
        does: 'particles of all parts but the curve; default: 2^20 on a graphics card, else 2^16',
      },
      most: { value: 'N', does: 'largest size of the curve; default: 2^22' },
      samples: {
        value: 'N',
        does: 'samples of each contender; default: 15; fewer give no headline',
      },
      milliseconds: {
        value: 'N',
        does: 'minimum time of a sample; default: 100; less gives no headline',
      },
      warmup: {
        value: 'N',
        does: 'milliseconds of warm-up; default: 1000; less gives no headline',
      },
      json: { does: 'print JSON instead of Markdown' },
      out: { value: 'report.json', does: 'write the JSON there, and the text to standard output' },
    },
  },
  verify: {
    takes: '',
    does: 'test every claim of the post: theory, measurement, 95 % interval, z',
    options: {
      engine: ENGINE,
      suite: {
        value: 'post|papers',
        does: 'whose claims; papers: exact numbers of published results',
      },
      claim: { value: 'id[,id]', does: 'only these claims; a wrong id lists them all' },
      particles: {
        value: 'N',
        does: 'particles of every run; default: 2^20 on a graphics card, else as many as 2^28 particle-steps per run allow',
      },
      json: { does: 'print JSON instead of text' },
      out: {
        value: 'report.json',
        does: 'write the JSON there instead of text to standard output',
      },
    },
  },
  doctor: {
    takes: '',
    does: 'report what this machine offers, and check both engines on a small run',
    options: { json: { does: 'print JSON instead of text' } },
  },
  completion: {
    takes: 'bash|zsh|fish',
    does: 'print the completion of commands, options and values for a shell',
    options: {},
  },
} as const satisfies Record<string, CommandTexts>;

export type CommandName = keyof typeof COMMANDS;

type ValueOf<T> = T extends { repeated: true }
  ? string[]
  : T extends { value: string }
    ? string
    : boolean;

/** What was given for the options of a command. */
export type OptionValues<Name extends CommandName> = {
  [option in keyof (typeof COMMANDS)[Name]['options']]?: ValueOf<
    (typeof COMMANDS)[Name]['options'][option]
  >;
};
