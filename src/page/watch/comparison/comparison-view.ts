import { ProgramClient } from '../../../host/program-client';
import '../../../models/all-texts';
import { type OptimizerKind, optimizerKinds, optimizerText } from '../../../models/registry';
import type { Spec } from '../../../spec/spec';
import { byId, html, setText } from '../../shared/dom';
import { setDrawer } from '../../shared/drawer';
import { percent, whole } from '../../shared/format';
import { capital } from '../../shared/names';
import { sideLetter } from '../../shared/side-letter';
import { svg } from '../../shared/svg';
import { comparedSpec, firstCompared } from './compared-specs';
import { type FromComparison, MOST_COMPARED, type ToComparison } from './comparison-protocol';
import { drawEscapeCurves } from './escape-curves';
import { MethodCard } from './method-card';

type Moment = Extract<FromComparison, { type: 'moment' }>;

/**
 * Up to six methods live beside each other under the same noise: a histogram each, and their escape
 * curves in one plot. Loaded when it is first opened.
 */
export class ComparisonView {
  private readonly element = byId('comparison');
  private readonly button = byId('comparison-button');
  private readonly caption = html('h3', { id: 'comparison-title', tabindex: '-1' });
  private readonly choices = html('fieldset', { class: 'compared-choices' });
  private readonly play = html('button', { type: 'button' }, 'Pause');
  private readonly cards = html('div', { class: 'compared-cards' });
  private readonly ink = svg('svg', { 'aria-hidden': 'true' });
  private readonly plot = html('div', { class: 'plot escape-curves', role: 'img' }, this.ink);
  private readonly error = html('p', { class: 'field-error', role: 'alert' });
  private readonly client = new ProgramClient<ToComparison, FromComparison>(
    {
      open: () =>
        new Worker(new URL('./comparison-worker.ts', import.meta.url), { type: 'module' }),
      load: async () => (await import('./comparison-here')).importComparisonWorker(),
    },
    {
      moment: (moment) => this.take(moment),
      refused: ({ run, sentence }) => {
        if (run === this.run) setText(this.error, sentence);
      },
    },
    (sentence) => setText(this.error, sentence),
  );
  private readonly boxes = new Map<OptimizerKind, HTMLInputElement>();
  private chosen: OptimizerKind[] = [];
  /** Learning rates that were typed; all others are the spec's. */
  private readonly rates = new Map<OptimizerKind, number>();
  private shown: MethodCard[] = [];
  private moment: Moment | null = null;
  private playing = true;
  private run = 0;

  /**
   * @param base  The spec in force.
   * @param onOpen  Runs a spec on the whole page.
   */
  constructor(
    private base: Spec,
    private readonly onOpen: (spec: Spec) => void,
  ) {
    this.choices.append(html('legend', {}, `Methods, at most ${MOST_COMPARED}`));
    for (const kind of optimizerKinds()) this.choices.append(this.choice(kind));
    this.play.addEventListener('click', () => this.togglePlay());
    this.element.setAttribute('aria-labelledby', 'comparison-title');
    this.element.append(
      this.caption,
      this.choices,
      html('div', { class: 'compared-tools' }, this.play),
      this.error,
      this.cards,
      html('figure', {}, html('figcaption', {}, 'Share that has escaped, against time'), this.plot),
    );
    this.chosen = firstCompared(base);
    new ResizeObserver(() => this.draw()).observe(this.plot);
  }

  /** @returns Whether it is open now. */
  toggle(): boolean {
    const open = Boolean(this.element.hidden);
    setDrawer(this.button, this.element, open);
    if (open) this.begin();
    else this.client.send({ type: 'pause' });
    return open;
  }

  /** Another spec is in force. */
  showSpec(spec: Spec): void {
    this.base = spec;
    if (!this.element.hidden) this.begin();
  }

  private choice(kind: OptimizerKind): HTMLElement {
    const box = html('input', { type: 'checkbox', value: kind });
    box.addEventListener('change', () => {
      this.chosen = optimizerKinds().filter((each) => this.boxes.get(each)!.checked);
      this.begin();
    });
    this.boxes.set(kind, box);
    return html('label', {}, box, ` ${capital(optimizerText({ kind }).name)}`);
  }

  private togglePlay(): void {
    const ended = this.moment?.step === this.base.time.steps;
    if (ended) {
      this.begin();
      return;
    }
    this.playing = !this.playing;
    this.client.send({ type: this.playing ? 'play' : 'pause' });
    this.showPlay();
  }

  private showPlay(): void {
    const ended = this.moment?.step === this.base.time.steps;
    setText(this.play, ended ? 'Again' : this.playing ? 'Pause' : 'Play');
  }

  /** From step 0, with the methods that are chosen and that the spec takes. */
  private begin(): void {
    const specs = new Map<OptimizerKind, Spec>();
    for (const [kind, box] of this.boxes) {
      const made = comparedSpec(this.base, kind, this.rates.get(kind) ?? null);
      const refused = 'refused' in made ? made.refused : null;
      const wanted = refused === null && this.chosen.includes(kind);
      if (wanted && 'spec' in made) specs.set(kind, made.spec);
      box.checked = wanted;
      box.disabled = refused !== null;
      const full = this.chosen.length >= MOST_COMPARED && !wanted;
      if (full) box.disabled = true;
      box.parentElement!.title =
        refused ?? (full ? `${MOST_COMPARED} methods are beside each other already.` : '');
    }
    this.run++;
    this.moment = null;
    this.playing = true;
    setText(this.error, specs.size === 0 ? 'Choose at least one method.' : '');
    setText(
      this.caption,
      `Methods beside each other: the same noise, ${whole(this.particles(specs))} particles each, on the CPU`,
    );
    this.shown = [...specs].map(
      ([kind, spec], side) =>
        new MethodCard(kind, sideLetter(side), spec, {
          rate: (value) => this.takeRate(kind, value),
          open: () => this.onOpen({ ...spec, ensemble: this.base.ensemble }),
        }),
    );
    this.cards.replaceChildren(...this.shown.map(({ element }) => element));
    this.ink.replaceChildren();
    this.client.send({ type: 'play' });
    if (specs.size > 0)
      this.client.send({ type: 'compare', run: this.run, specs: [...specs.values()] });
    else this.client.send({ type: 'pause' });
    this.showPlay();
  }

  private particles(specs: Map<OptimizerKind, Spec>): number {
    const [first] = specs.values();
    return (first ?? this.base).ensemble.particles;
  }

  /** Says why a learning rate is refused; begins anew with one that is not. */
  private takeRate(kind: OptimizerKind, value: number): string | null {
    const made = comparedSpec(this.base, kind, value);
    if ('refused' in made) return made.refused;
    this.rates.set(kind, value);
    this.begin();
    return null;
  }

  private take(moment: Moment): void {
    if (moment.run !== this.run) return;
    this.moment = moment;
    for (const [side, card] of this.shown.entries()) card.show(moment.sides[side]);
    this.draw();
    this.showPlay();
  }

  private draw(): void {
    const { moment } = this;
    const { width, height } = this.plot.getBoundingClientRect();
    if (!moment || width === 0) return;
    const curves = this.shown.map(({ kind, spec }, side) => ({
      letter: sideLetter(side),
      name: capital(optimizerText({ kind }).name),
      shares: Array.from(moment.sides[side].curve, (count) => count / spec.ensemble.particles),
    }));
    drawEscapeCurves(this.ink, { width, height }, this.base, moment.step, curves);
    const shares = curves.map(({ name, shares: all }) => `${name} ${percent(all.at(-1)!)}`);
    this.plot.setAttribute(
      'aria-label',
      `Escaped by step ${whole(moment.step)} of ${whole(this.base.time.steps)}: ${shares.join(', ')}.`,
    );
  }
}
