import { type FieldText, type FieldTexts, numberOf } from '../../models/field';
import { OPTIMIZER_FIELD_TEXTS } from '../../models/optimizer/optimizer';
import {
  LAWS,
  LOSSES,
  lossText,
  noiseText,
  OPTIMIZERS,
  optimizerText,
} from '../../models/registry';
import { modelField } from '../../spec/model-field';
import { isSeparable } from '../../spec/rates';
import { isShaken, type Noise, type OptimizerKind, type Spec } from '../../spec/spec';
import type { Draft, LossChoice } from '../shared/change-kind';
import { byId, html, setText } from '../shared/dom';
import { setDrawer } from '../shared/drawer';
import { capital } from '../shared/names';
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
const SLIDERS: readonly Place[] = [
  ...placesOf(
    'optimizer',
    'method-sliders',
    OPTIMIZERS.map((kind) => optimizerText({ kind })),
  ),
  ...placesOf('optimizer', 'rate-sliders', [{ fields: OPTIMIZER_FIELD_TEXTS }]),
  ...placesOf(
    'noise',
    'law-sliders',
    LAWS.map((law) => noiseText({ law })),
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
const LOSS_CHOICES: readonly LossChoice[] = LOSSES.flatMap(
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
  private readonly sliders: { at: Place; slider: Slider }[];

  constructor(private readonly session: Session) {
    for (const choice of LOSS_CHOICES)
      this.loss.append(html('option', { value: lossValue(choice) }, lossName(choice)));
    for (const kind of OPTIMIZERS)
      this.optimizer.append(html('option', { value: kind }, capital(optimizerText({ kind }).name)));
    for (const law of LAWS)
      this.law.append(html('option', { value: law }, capital(noiseText({ law }).name)));
    this.sliders = SLIDERS.map((at) => ({ at, slider: this.makeSlider(at) }));
    this.wire();
  }

  private makeSlider({ group, name, field, place }: Place): Slider {
    const { symbol, label, slider: range } = field;
    const slider = new Slider({
      id: idOf(name),
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
      const choice = LOSS_CHOICES.find((one) => lossValue(one) === this.loss.value);
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
    for (const radio of document.querySelectorAll<HTMLInputElement>('input[name="schedule"]'))
      radio.addEventListener('change', () => {
        const { spec } = this.session;
        this.offer({ ...spec, optimizer: { ...spec.optimizer, schedule: radio.value } });
      });
    const button = byId('method-button');
    button.addEventListener('click', () => setDrawer(button, this.drawer));
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
    this.optimizer.value = optimizer.kind;
    this.law.value = noise.law;
    setText(byId('method-hint'), optimizerText(optimizer).hint ?? '');
    for (const { at, slider } of this.sliders) {
      const value = numberOf(spec[at.group], at.name);
      // A step on a surface looks at one position of it.
      const shown = value !== undefined && !(at.name === 'batchSize' && isShaken(spec));
      slider.element.hidden = !shown;
      if (shown) slider.show(value);
    }
    for (const radio of document.querySelectorAll<HTMLInputElement>('input[name="schedule"]'))
      radio.checked = radio.value === optimizer.schedule;
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
