import { nextSeed } from '../../spec/seed';
import { byId, setText } from '../shared/dom';
import type { Notices } from '../shared/notices';
import type { LiveClient } from './live/live-client';
import type { FromWorker } from './live/live-protocol';
import type { PathStripView } from './path-strip-view';
import type { Session } from './session';

type PlayState = Omit<Extract<FromWorker, { type: 'state' }>, 'type'>;

/** Play, pause, one step, from the beginning, another seed, and how far a run is computed. */
export class PlayControls {
  private state: PlayState = { playing: true, finished: false, catchingUp: null };

  constructor(
    private readonly session: Session,
    private readonly client: LiveClient,
    private readonly notices: Notices,
    private readonly strip: PathStripView,
  ) {
    const on = (id: string, run: () => void) => byId(id).addEventListener('click', run);
    on('play-button', () => this.toggle());
    on('step-button', () => this.step());
    on('restart-button', () => session.restart());
    on('seed-button', () => this.newSeed());
  }

  /** The run goes on, and has steps left. */
  get moving(): boolean {
    return this.state.playing && !this.state.finished;
  }

  show(state: PlayState): void {
    this.state = state;
    const { playing, finished, catchingUp } = state;
    setText(byId('play-button'), finished ? 'Continue' : playing ? 'Pause' : 'Play');
    document.body.toggleAttribute('data-busy', catchingUp !== null);
    byId('progress').hidden = catchingUp === null;
    if (catchingUp !== null)
      setText(byId('progress'), `computing, ${Math.floor(catchingUp * 100)} %`);
  }

  toggle(): void {
    if (this.state.finished) {
      this.extend(this.session.spec.time.steps * 2);
      this.client.send({ type: 'play' });
    } else this.client.send({ type: this.state.playing ? 'pause' : 'play' });
  }

  /** One step; at the end of the run, one further. */
  async step(): Promise<void> {
    try {
      await this.client.step(1);
    } catch (error) {
      if (!this.state.finished) this.notices.show('refused', (error as Error).message);
      else if (this.extend(this.session.spec.time.steps + 1))
        await this.client.step(1).catch(() => {});
    }
  }

  /** Goes on to more steps, or says why not. */
  private extend(steps: number): boolean {
    const refusal = this.session.extend(steps);
    if (refusal) this.notices.show('refused', refusal);
    else this.strip.extend(steps);
    return refusal === null;
  }

  newSeed(): void {
    const next = nextSeed(this.session.spec.ensemble.seed);
    this.session.edit(
      (spec) => {
        spec.ensemble.seed = next;
      },
      { from: 'start' },
    );
    this.notices.say(`Seed ${next}`);
  }
}
