import { DeviceLostError, messageOf } from '../../../engine/open';
import type { LiveState } from './live-state';
import type { Reports } from './reports';

/** Answers what waits for an answer: steps one by one, and results. */
export class Requests {
  constructor(
    private readonly live: LiveState,
    private readonly reports: Reports,
  ) {}

  /** The next one, if there is any. */
  async answer(): Promise<void> {
    const { live, reports } = this;
    const next = live.requests.shift();
    if (!next) return;
    const { request } = next;
    const { backend, ensemble } = live;
    let goal = ensemble.step;
    const another = () => new Error('Another spec was loaded before this run started.');
    try {
      if (next.run !== undefined && next.run !== live.run) throw another();
      const left = live.steps - ensemble.step;
      if (next.type === 'step' && next.count > left)
        throw new Error(
          `step(count): ${next.count} is not accepted; give a whole number of at most ${left}, what is left of ${live.steps}.`,
        );
      const asked = next.type === 'step' ? next.count : next.finish ? left : 0;
      goal += asked;
      while (ensemble.step < goal) {
        const end = Math.min(goal, ensemble.step + backend.pace.stepsWithin(80));
        await live.advance(backend, ensemble, end);
        if (ensemble.step < goal || asked > 1) await reports.paths(ensemble, live.run);
        if (ensemble.step < goal) reports.state(ensemble.step / goal);
        if (ensemble.step < goal && live.wanted) throw another();
      }
      live.drawNeeded = true;
      live.sampleNeeded = true;
      if (next.type === 'step') {
        reports.post({ type: 'stepped', request });
        return;
      }
      // With its laws it is as large as all else here, and nobody asks for a result at once.
      const { resultOf } = await import('../../../experiment/run');
      const { resultView } = await import('./result-view');
      const result = await resultOf(
        await resultView(live, (share) => reports.state(share)),
        backend.engine.identity,
        { seconds: live.seconds.get(ensemble) ?? 0 },
        await (await live.recording(ensemble))?.historyOf(live, ensemble),
      );
      reports.post({ type: 'result', request, result });
    } catch (error) {
      if (error instanceof DeviceLostError) {
        // The engine that comes after answers, from the step where this one ended.
        const begun = { ...next, run: live.run };
        if (begun.type === 'step') begun.count = goal - ensemble.step;
        live.requests.unshift(begun);
        throw error;
      }
      reports.post({ type: 'request-failed', request, sentence: messageOf(error) });
    }
  }

  /** All that wait. */
  refuse(sentence: string): void {
    for (const { request } of this.live.requests.splice(0))
      this.reports.post({ type: 'request-failed', request, sentence });
  }
}
