import { digits } from './numbers';
import { type BenchReport, CONTENDERS } from './report';

/**
 * Largest drift between the first and the last quarter of the samples that a headline stands for.
 */
const MOST_DRIFT = 0.1;
/** Fewest samples, and least time of one, that a headline stands for. */
export const FEWEST_SAMPLES = 15;
export const LEAST_SAMPLE_MILLISECONDS = 100;
/** Least time that every contender is warmed up for. */
export const LEAST_WARM_UP_MILLISECONDS = 1000;

/** Why a report has no headline: a sentence each. Empty where nothing speaks against one. */
export function refusalsOf(
  report: Pick<BenchReport, 'gpu' | 'environment' | 'agreement' | 'measurements' | 'protocol'>,
): string[] {
  const { gpu, environment, agreement, measurements, protocol } = report;
  const refusals: string[] = [];
  if (!gpu) refusals.push('There is no GPU adapter: only the CPU was measured.');
  else if (gpu.fallback)
    refusals.push(
      `The adapter ${gpu.adapter} is a software adapter: it computes on the CPU and says nothing about a graphics card.`,
    );
  if (environment.tabVisible === false)
    refusals.push('The tab was hidden for a time, and browsers slow hidden tabs down.');
  for (const { part, contender, checks, agrees } of agreement) {
    if (agrees || part !== 'headline') continue;
    const { what, found, most } = checks.find((check) => !check.agrees)!;
    refusals.push(
      `${CONTENDERS[contender]} does not agree with the reference: ${what}: ${digits(found)}, at most ${digits(most)} would do.`,
    );
  }
  if (protocol.samples < FEWEST_SAMPLES || protocol.sampleMilliseconds < LEAST_SAMPLE_MILLISECONDS)
    refusals.push(
      `${protocol.samples} samples of ${protocol.sampleMilliseconds} ms are too few or too short: a headline takes ${FEWEST_SAMPLES} of ${LEAST_SAMPLE_MILLISECONDS} ms.`,
    );
  if (protocol.warmUpMilliseconds < LEAST_WARM_UP_MILLISECONDS)
    refusals.push(
      `${protocol.warmUpMilliseconds} ms of warm-up are too few: a headline takes ${LEAST_WARM_UP_MILLISECONDS} ms.`,
    );
  const headline = measurements.find(({ part }) => part === 'headline');
  if (!headline) refusals.push('The benchmark was stopped before its headline was measured.');
  if (
    headline?.ratio &&
    ![...headline.rows, ...agreement].some(({ contender }) => contender.startsWith('simd'))
  )
    refusals.push(
      'There is no WebAssembly with SIMD here: the CPU was not measured at full speed.',
    );
  // The two that the ratio is of.
  for (const { contender, drift } of headline?.ratio ? headline.rows.slice(0, 2) : [])
    if (Math.abs(drift) > MOST_DRIFT)
      refusals.push(
        `${CONTENDERS[contender]} drifted: its last quarter took ${drift > 0 ? 'longer' : 'shorter'} than its first by ${Math.round(100 * Math.abs(drift))} %, and ${100 * MOST_DRIFT} % is the limit.`,
      );
  return refusals;
}
