import { isShaken, type Spec } from '../../spec/spec';
import type { Theory } from '../../theory/theory';
import { byId } from '../shared/dom';
import { place, whole } from '../shared/format';
import type { Notices } from '../shared/notices';
import type { Reading } from './reading';
import { COMPUTING_WORD, verdictWords } from './verdict';

/** A summary is read out at most this often. */
const ANNOUNCE_MILLISECONDS = 15_000;

/** What a screen reader hears of a run. */
export class Announcer {
  private time = 0;
  private word = '';

  constructor(private readonly notices: Notices) {}

  verdict(spec: Spec, theory: Theory): void {
    const word = isShaken(spec) ? '' : verdictWords(spec, theory, null).word;
    if (word === this.word || word === COMPUTING_WORD) return;
    if (this.word && word) this.notices.say(`Verdict: ${word}`);
    this.word = word;
  }

  reading({ sample }: Reading, now = false): void {
    const time = performance.now();
    if (!now && time - this.time < ANNOUNCE_MILLISECONDS) return;
    this.time = time;
    this.notices.say(
      `Step ${whole(sample.counts.step)}. ${byId('takeaway').textContent} Median ${place(sample.quantiles[2], 2)}.`,
    );
  }
}
