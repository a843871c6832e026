import { type FieldText, type FieldTexts, numberOf } from '../../models/field';
import { OPTIMIZER_FIELD_TEXTS } from '../../models/optimizer/optimizer';
import {
  lossKinds,
  lossText,
  noiseLaws,
  noiseText,
  optimizerKinds,
  optimizerText,
  scheduleKinds,
  scheduleText,
} from '../../models/registry';
import { modelField } from '../../spec/model-field';
import { isSeparable } from '../../spec/rates';
import {
  isShaken,
  type Noise,
  type OptimizerKind,
  type ScheduleKind,
  type Spec,
} from '../../spec/spec';
import { load } from '../shared/boot';
import type { Draft, LossChoice } from '../shared/change-kind';
import { byId, html, setText } from '../shared/dom';
import { setDrawer } from '../shared/drawer';
import { capital, scheduleName } from '../shared/names';
import type { Found, KindFinder } from './kind-finder';
import type { From, Session } from './session';
import { Slider } from './slider';

/** Where the slider of a field stands: own fields beside the list that makes them appear. */
interface Place {
  group: 'optimizer' | 'noise';
  name: string;
  field: FieldText;
  place: string;
}

/** Every field of a method or a law that has a slider, each once, in the order of the registry. */
const places = (): Place[] => [
  ...placesOf(
    'optimizer',
    'method-sliders',
    optimizerKinds().map((kind) => optimizerText({ kind })),
  ),
  ...placesOf('optimizer', 'rate-sliders', [
    { fields: OPTIMIZER_FIELD_TEXTS },
    ...scheduleKinds().map((schedule) => scheduleText({ schedule })),
  ]),
  ...placesOf(
    'noise',
    'law-sliders',
    noiseLaws().map((law) => noiseText({ law })),
  ),
];

function placesOf(
  group: Place['group'],
  place: string,
  models: readonly { fields: FieldTexts }[],
): Place[] {
  const fields: FieldTexts = Object.assign({}, ...models.map((model) => model.fields));
  return Object.entries(fields).flatMap(([name, field]) =>
    field.slider ? [{ group, name, field, place }] : [],
  );
}

/** Entries of the list of losses. */
const lossChoices = (): LossChoice[] =>
  lossKinds().flatMap(
    (kind): LossChoice[] =>
      lossText({ kind }).choices?.map((coordinates) => ({ kind, coordinates })) ?? [{ kind }],
  );

/**
 * The loss, the method and its noise: kinds are native lists, numbers are sliders; what is rarely
 * changed is in a drawer.
 */
export class MethodControls {
  private readonly loss = byId<HTMLSelectElement>('loss-select');
  private readonly optimizer = byId<HTMLSelectElement>('optimizer-select');
  private readonly law = byId<HTMLSelectElement>('law-select');
  private readonly error = byId('method-error');
  private readonly drawer = byId('method-drawer');
  private finder: KindFinder | null = null;
  private readonly sliders = new Map<string, { at: Place; slider: Slider }>();
  private formula: { show(spec: Spec): void } | null = null;
  private lines: { show(spec: Spec): void }[] | null = null;

  constructor(private readonly session: Session) {
    this.fill();
    this.wire();
  }

  /** Offers every kind that is there: once with those of the opening run, once with all. */
  fill(): void {
    for (const choice of lossChoices())
      offer(this.loss, lossText(choice).family, lossValue(choice), lossName(choice));
    for (const kind of optimizerKinds()) {
      const { family, name } = optimizerText({ kind });
      offer(this.optimizer, family, kind, capital(name));
    }
    for (const schedule of scheduleKinds()) this.addSchedule(schedule);
    for (const law of noiseLaws()) {
      const { family, name } = noiseText({ law });
      offer(this.law, family, law, capital(name));
    }
    for (const at of places())
      if (!this.sliders.has(at.name))
        this.sliders.set(at.name, { at, slider: this.makeSlider(at) });
  }

  /** A radio button for a schedule that has none yet. */
  private addSchedule(value: ScheduleKind): void {
    const radios = byId('schedules');
    if (radios.querySelector(`[value="${value}"]`)) return;
    const radio = html('input', { type: 'radio', name: 'schedule', value });
    radio.addEventListener('change', async () => {
      const { withSchedule } = await import('../shared/change-kind');
      this.offer(withSchedule(this.session.spec, value));
    });
    radios.append(html('label', {}, radio, ` ${scheduleName(value)}`));
  }

  private makeSlider({ group, name, field, place }: Place): Slider {
    const { symbol, label, slider: range } = field;
    const slider = new Slider({
      id: idOf(name),
      term: name,
      symbol,
      name: label,
      ...range!,
      ...(modelField({ group, name })?.type === 'whole' ? { whole: true } : {}),
      onValue: (value, final) =>
        this.session.edit((spec) => Object.assign(spec[group], { [name]: value }), { final }),
    });
    byId(place).append(slider.element);
    return slider;
  }

  private wire(): void {
    // What another kind keeps and drops is not needed to begin with.
    const kinds = import('../shared/change-kind');
    this.loss.addEventListener('change', async () => {
      const choice = lossChoices().find((one) => lossValue(one) === this.loss.value);
      if (choice) this.offer((await kinds).withLoss(this.session.spec, choice), 'start');
    });
    this.optimizer.addEventListener('change', async () => {
      const kind = this.optimizer.value as OptimizerKind;
      this.offer((await kinds).withOptimizer(this.session.spec, kind));
    });
    this.law.addEventListener('change', async () => {
      const law = this.law.value as Noise['law'];
      this.offer((await kinds).withLaw(this.session.spec, law));
    });
    byId('finder-button').addEventListener('click', async () => {
      const part = await load(() => import('./kind-finder'));
      if (!part) return;
      this.finder ??= new part.KindFinder((found) => this.choose(found));
      this.finder.open();
    });
    const button = byId('method-button');
    button.addEventListener('click', () => setDrawer(button, this.drawer));
  }

  /** As if it had been chosen in its list. */
  private choose({ group, kind }: Found): void {
    const list = { loss: this.loss, optimizer: this.optimizer, noise: this.law }[group];
    const own = [...list.options].find(({ value }) => value.split(':')[0] === kind);
    if (!own) return;
    list.value = own.value;
    list.dispatchEvent(new Event('change'));
    // Noise is in a drawer.
    if (group === 'noise') setDrawer(byId('method-button'), this.drawer, true, false);
    list.focus();
  }

  /** A kind that is refused leaves the lists on what runs, and its sentence under them. */
  private offer(draft: Draft, from: From = 'now'): void {
    const refusal = this.session.offer(draft, { from });
    if (refusal !== null) this.show(this.session.spec);
    setText(this.error, refusal ?? '');
  }

  /** Shows the spec in force. */
  show(spec: Spec): void {
    const { optimizer, noise } = spec;
    setText(this.error, '');
    this.showLoss(spec);
    this.showFormula(spec);
    this.optimizer.value = optimizer.kind;
    this.law.value = noise.law;
    setText(byId('method-hint'), optimizerText(optimizer).hint ?? '');
    for (const { at, slider } of this.sliders.values()) {
      const value = numberOf(spec[at.group], at.name);
      // A step on a surface looks at one position of it.
      const shown = value !== undefined && !(at.name === 'batchSize' && isShaken(spec));
      slider.element.hidden = !shown;
      if (shown) slider.show(value);
    }
    for (const radio of document.querySelectorAll<HTMLInputElement>('input[name="schedule"]'))
      radio.checked = radio.value === optimizer.schedule;
  }

  /** Editors of formulas come with the first ones. */
  private async showFormula(spec: Spec): Promise<void> {
    if ('f' in spec.loss && !this.formula) {
      const part = await load(() => import('./formula-editor'));
      if (!part) return;
      this.formula ??= new part.FormulaEditor(this.loss.closest('.field')!, this.session);
    }
    this.formula?.show(this.session.spec);
    const { optimizer, noise } = spec;
    const own = 'step' in optimizer || 'xi' in noise;
    if (!own && !this.lines) return;
    const part = await load(() => import('./formula-lines'));
    if (!part) return;
    this.lines ??= [
      new part.FormulaLines(byId('method-hint'), part.STEP_FORMULAS, this.session),
      new part.FormulaLines(this.law.closest('.field')!, part.NOISE_FORMULAS, this.session),
    ];
    for (const editor of this.lines) editor.show(this.session.spec);
  }

  /** A loss of a shape that is not in the list has an entry while it runs. */
  private showLoss(spec: Spec): void {
    const { loss } = spec;
    const choice: LossChoice =
      'a' in loss && isSeparable(spec)
        ? { kind: loss.kind, coordinates: loss.a.length }
        : { kind: loss.kind };
    const value = lossValue(choice);
    for (const option of [...this.loss.options]) if (option.hidden) option.remove();
    if (![...this.loss.options].some((option) => option.value === value))
      this.loss.append(html('option', { value, hidden: '' }, lossName(choice)));
    this.loss.value = value;
  }
}

/** Adds an entry to its family in a list, unless it is there. */
function offer(list: HTMLSelectElement, family: string, value: string, name: string): void {
  if ([...list.options].some((option) => option.value === value && !option.hidden)) return;
  let group = [...list.querySelectorAll('optgroup')].find(({ label }) => label === family);
  if (!group) {
    group = html('optgroup', { label: family });
    list.append(group);
  }
  group.append(html('option', { value }, name));
}

function idOf(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function lossValue({ kind, coordinates }: LossChoice): string {
  return coordinates === undefined ? kind : `${kind}:${coordinates}`;
}

function lossName({ kind, coordinates = 1 }: LossChoice): string {
  const name = capital(lossText({ kind }).name);
  return coordinates === 1 ? name : `${name}, ${coordinates} coordinates`;
}
