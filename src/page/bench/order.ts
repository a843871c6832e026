import {
  BenchOptionError,
  type BenchTexts,
  readBenchOptions,
} from '../../experiment/bench/options';
import type { BenchReport } from '../../experiment/bench/report';
import { runFragment } from '../shared/run-fragment';

const NAMES = ['parts', 'particles', 'most', 'samples', 'milliseconds', 'warmup'] as const;

/**
 * What the fragment of the address asks for: `#run`, or
 * `#run&parts=headline,curve&particles=65536&most=4194304&samples=15&milliseconds=100&warmup=1000`.
 * @returns null where the address asks for no run; a sentence where it asks for what there is not.
 */
export function orderOfFragment(fragment: string): BenchTexts | { refusal: string } | null {
  const parameters = runFragment(fragment);
  if (!parameters) return null;
  const unknown = [...parameters.keys()].find(
    (name) => name !== 'run' && !NAMES.includes(name as 'parts'),
  );
  if (unknown !== undefined)
    return {
      refusal: `${JSON.stringify(unknown.slice(0, 60))} is not accepted; give some of ${NAMES.join(', ')}.`,
    };
  const repeated = NAMES.find((name) => parameters.getAll(name).length > 1);
  if (repeated) return { refusal: `${repeated} is given more than once.` };
  const order: BenchTexts = {};
  for (const name of NAMES) {
    const value = parameters.get(name);
    if (value !== null) order[name] = value;
  }
  return read(order);
}

function read(order: BenchTexts): BenchTexts | { refusal: string } {
  try {
    readBenchOptions(order);
  } catch (error) {
    if (error instanceof BenchOptionError) return { refusal: error.message };
    throw error;
  }
  return order;
}

/** An order with the experiment that another page sent along; a sentence where there is no such. */
export function orderOfExperiment(fragment: string): BenchTexts | { refusal: string } {
  return read({ parts: 'headline,experiment', experiment: fragment });
}

/** The order that a report is the answer to. */
export function orderOfReport({ protocol }: BenchReport): BenchTexts {
  return {
    parts: protocol.parts.join(','),
    particles: String(protocol.particles),
    most: String(protocol.mostParticles),
    samples: String(protocol.samples),
    milliseconds: String(protocol.sampleMilliseconds),
    warmup: String(protocol.warmUpMilliseconds),
  };
}

/** The fragment that asks for an order. */
export function fragmentOfOrder(order: BenchTexts): string {
  const given = NAMES.filter((name) => order[name]).map((name) => `${name}=${order[name]}`);
  return ['#run', ...given].join('&');
}
