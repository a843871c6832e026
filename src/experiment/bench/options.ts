import { readSpecLink } from '../../spec/link-reader';
import { MOST_PARTICLES, SpecError } from '../../spec/schema';
import type { Spec } from '../../spec/spec';
import type { BenchOptions } from './platform';
import { BENCH_PARTS, type BenchPart } from './report';

/** Options of the benchmark as texts, of a command line or of a link. */
export interface BenchTexts {
  parts?: string;
  /** A spec, as the link to its run has it. */
  experiment?: string;
  particles?: string;
  most?: string;
  samples?: string;
  milliseconds?: string;
  /** Milliseconds of warming up. */
  warmup?: string;
}

/** An option cannot be taken. The message is one sentence that begins with its name. */
export class BenchOptionError extends Error {
  override name = 'BenchOptionError';
}

/** What the whole-numbered options accept: least and most. */
const RANGES = {
  particles: [64, MOST_PARTICLES],
  most: [1024, MOST_PARTICLES],
  samples: [1, 1000],
  milliseconds: [1, 60_000],
  warmup: [0, 60_000],
} as const;

/** @throws BenchOptionError naming the option, the value and what would be accepted. */
export function readBenchOptions(texts: BenchTexts): Omit<BenchOptions, 'onProgress' | 'signal'> {
  const whole = (name: keyof typeof RANGES) => wholeNumber(name, texts[name]);
  return {
    parts: texts.parts === undefined ? undefined : partsOf(texts.parts, texts),
    experiment: texts.experiment === undefined ? undefined : experimentOf(texts.experiment),
    particles: whole('particles'),
    mostParticles: whole('most'),
    samples: whole('samples'),
    sampleMilliseconds: whole('milliseconds'),
    warmUpMilliseconds: whole('warmup'),
  };
}

/** One name or several with commas between; `experiment` only with one. */
function partsOf(text: string, { experiment }: BenchTexts): BenchPart[] {
  const known = BENCH_PARTS.filter((part) => part !== 'experiment' || experiment !== undefined);
  return text.split(',').map((name) => {
    const part = known.find((one) => one === name);
    if (part) return part;
    throw new BenchOptionError(
      `parts: ${JSON.stringify(name.slice(0, 60))} is not accepted; give some of ${known.join(', ')}.`,
    );
  });
}

function experimentOf(link: string): Spec {
  try {
    return readSpecLink(link).asked;
  } catch (error) {
    if (error instanceof SpecError) throw new BenchOptionError(`experiment: ${error.message}`);
    throw error;
  }
}

function wholeNumber(name: keyof typeof RANGES, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const [least, most] = RANGES[name];
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most)
    throw new BenchOptionError(
      `${name}: ${JSON.stringify(text.slice(0, 60))} is not accepted; give a whole number from ${least} to ${most}.`,
    );
  return value;
}
