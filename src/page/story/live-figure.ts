import { specToFragment } from '../../spec/permalink';
import { type Spec, withParticles } from '../../spec/spec';
import { load } from '../shared/boot';
import { find, setText } from '../shared/dom';
import { onceAFrame } from '../shared/once-a-frame';
import { svg } from '../shared/svg';
import {
  type Figure,
  type FigureValues,
  type Size,
  sizeOf,
  startValues,
  watchedSpec,
} from './figure';
import { FigureControls } from './figure-controls';
import { paint } from './markup';
import { type FigureMoment, NOTHING, SENTENCE_MILLISECONDS } from './moment';
import type { StoryEngine } from './story-engine';
import type { StoryHistory } from './story-history';

/** Particles of each run on the page. */
const PARTICLES = 2 ** 13;

/** A figure that has come to life: its values, its run, its picture and its sentence. */
export class LiveFigure {
  values: FigureValues;
  private readonly picture: HTMLElement;
  private readonly ink = svg('svg', { class: 'live', 'aria-hidden': 'true' });
  private readonly sentence: HTMLElement;
  /** None where nothing runs. */
  private readonly button: HTMLButtonElement | null;
  private readonly link: HTMLAnchorElement | null;
  private readonly mapLink: HTMLAnchorElement | null;
  private readonly controls: FigureControls;
  private moment: FigureMoment | null = null;
  /** Number of the run that is wanted; 0: none yet. */
  private run = 0;
  /** Whether the engine was given the run; some figures are drawn from their values alone. */
  private computes = false;
  private playing = false;
  private inSight = false;
  /** The reader asked for this run: its end is read out. */
  private asked = false;
  private readonly showSoon = onceAFrame(() => {
    this.draw();
    this.tell();
  });
  private sentenceTime = 0;
  /** Of the picture, in pixels: to ask for it while others are drawn lays the page out each time. */
  private width: number;

  constructor(
    private readonly name: string,
    private readonly figure: Figure,
    element: HTMLElement,
    private readonly engine: StoryEngine,
    private readonly history: StoryHistory,
    private readonly say: (sentence: string) => void,
  ) {
    this.values = history.valuesOf(name) ?? startValues(figure);
    this.picture = find(element, '.picture');
    this.width = this.picture.clientWidth;
    this.sentence = find(element, '.sentence');
    this.button = element.querySelector('.run-button');
    this.link = element.querySelector('.to-watch');
    this.mapLink = element.querySelector('.to-map');
    this.controls = new FigureControls(name, figure, element, (values) => this.take(values));
    this.controls.show(this.values);
    this.wire();
    engine.listen(name, {
      moment: (run, moment) => this.arrive(run, moment),
      refused: (_, sentence) => this.stop(sentence),
      ended: (sentence) => this.stop(sentence),
    });
  }

  /** Comes into sight, or goes out of it: what is not seen does not compute. */
  see(inSight: boolean): void {
    this.inSight = inSight;
    if (inSight && this.run === 0 && !wantsStillness()) this.begin(this.figure.seconds);
    else this.tellWhetherToGo();
  }

  /** Shows the values that the history has: the reader has gone back, or forward. */
  followHistory(): void {
    const values = this.history.valuesOf(this.name) ?? startValues(this.figure);
    if (!sameValues(values, this.values)) this.showEnd(values);
  }

  /** The reader gives new values. */
  private take(values: FigureValues): void {
    this.asked = true;
    this.history.keep(this.name, values);
    this.showEnd(values);
  }

  /** Shows where values lead. */
  private showEnd(values: FigureValues): void {
    this.values = values;
    this.controls.show(values);
    this.showLink();
    this.begin(0);
  }

  private wire(): void {
    if (this.button) this.button.disabled = false;
    this.button?.addEventListener('click', () => {
      this.asked = true;
      if (this.playing) {
        this.playing = false;
        this.tellWhetherToGo();
      } else if (this.moment && this.moment.share < 1 && this.run > 0) {
        this.playing = true;
        this.tellWhetherToGo();
      } else this.begin(wantsStillness() ? 0 : this.figure.seconds);
    });
    if (this.figure.pick) this.wirePicks();
    if (this.figure.key) this.wireKeys();
    new ResizeObserver(() => {
      this.width = this.picture.clientWidth;
      this.draw();
    }).observe(this.picture);
  }

  private wirePicks(): void {
    let held = false;
    const pick = ({ clientX, clientY }: PointerEvent) => {
      const { left, top, width } = this.picture.getBoundingClientRect();
      const size = this.size();
      const scale = size.width / width;
      const place = { x: (clientX - left) * scale, y: (clientY - top) * scale };
      const values = this.figure.pick?.(place, this.values, size);
      if (values) this.take(values);
    };
    this.picture.classList.add('picked');
    this.picture.addEventListener('pointerdown', (event) => {
      held = true;
      pick(event);
    });
    this.picture.addEventListener('pointermove', (event) => held && pick(event));
    for (const end of ['pointerup', 'pointercancel'] as const)
      addEventListener(end, () => {
        held = false;
      });
  }

  /** The picture takes the focus; keys that mean nothing there stay the page's. */
  private wireKeys(): void {
    this.picture.tabIndex = 0;
    this.picture.setAttribute('role', 'application');
    this.picture.setAttribute('aria-roledescription', 'map');
    this.picture.addEventListener('keydown', (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const values = this.figure.key?.(event.key, this.values);
      if (!values) return;
      event.preventDefault();
      event.stopPropagation();
      this.take(values);
    });
  }

  private begin(seconds: number): void {
    this.run++;
    const specs = this.figure.runs(this.values).map(fewer);
    this.computes = specs.length > 0;
    if (!this.computes) {
      this.arrive(this.run, NOTHING);
      return;
    }
    this.playing = true;
    const { wants = {} } = this.figure;
    this.engine.send({ type: 'run', figure: this.name, run: this.run, specs, wants, seconds });
    this.tellWhetherToGo();
  }

  private tellWhetherToGo(): void {
    if (this.computes)
      this.engine.send({
        type: this.playing && this.inSight ? 'go' : 'halt',
        figure: this.name,
      });
    this.showButton();
  }

  private arrive(run: number, moment: FigureMoment): void {
    if (run !== this.run) return;
    this.moment = moment;
    if (moment.share === 1) this.playing = false;
    this.showButton();
    this.showSoon();
  }

  private stop(sentence: string): void {
    this.playing = false;
    if (this.button) this.button.disabled = true;
    this.controls.disable();
    setText(this.sentence, `The picture stands still: ${sentence}`);
  }

  private showButton(): void {
    if (!this.button) return;
    const begun = this.moment !== null && this.run > 0;
    const resting = this.moment?.share === 1 || !begun;
    setText(
      this.button,
      this.playing ? 'Pause' : resting ? (begun ? 'Run again' : 'Run') : 'Go on',
    );
  }

  private showLink(): void {
    const spec = watchedSpec(this.figure, this.values);
    if (this.link && spec) this.link.href = `./index.html${specToFragment(spec)}`;
    if (this.mapLink) this.showMapLink(this.mapLink);
  }

  /** What writes maps into links comes with the first figure that has one. */
  private async showMapLink(link: HTMLAnchorElement): Promise<void> {
    const { values } = this;
    const sweep = this.figure.map?.(values) ?? null;
    link.hidden = sweep === null;
    if (!sweep) return;
    const part = await load(() => import('../../spec/sweep-permalink'));
    if (part && values === this.values) link.href = `./map.html${part.sweepToFragment(sweep)}`;
  }

  private size(): Size {
    return sizeOf(this.figure, Math.max(200, this.width));
  }

  private draw(): void {
    if (!this.moment) return;
    const size = this.size();
    this.ink.setAttribute('viewBox', `0 0 ${size.width} ${size.height}`);
    paint(this.ink, this.figure.draw({ values: this.values, moment: this.moment }, size));
    if (this.ink.isConnected) return;
    this.picture.append(this.ink);
    this.picture.dataset.live = '';
  }

  private tell(): void {
    if (!this.moment) return;
    const ended = this.moment.share === 1;
    const now = performance.now();
    if (!ended && now - this.sentenceTime < SENTENCE_MILLISECONDS) return;
    this.sentenceTime = now;
    const sentence = this.figure.sentence({ values: this.values, moment: this.moment });
    setText(this.sentence, sentence);
    if (!ended) return;
    this.picture.setAttribute('aria-label', `${this.figure.title} ${sentence}`);
    if (this.asked) this.say(sentence);
    this.asked = false;
  }
}

/** The same run with as many particles as six figures run smoothly. */
function fewer(spec: Spec): Spec {
  return withParticles(spec, Math.min(PARTICLES, spec.ensemble.particles));
}

function sameValues(one: FigureValues, other: FigureValues): boolean {
  return Object.keys(one).every((name) => one[name] === other[name]);
}

/** The reader asked for no motion: a run is shown at its end. */
function wantsStillness(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}
