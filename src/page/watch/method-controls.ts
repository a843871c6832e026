import { LAWS, LOSSES, OPTIMIZERS } from '../../spec/schema';
import {
  isSurface,
  type Noise,
  type Optimizer,
  type OptimizerKind,
  type Spec,
} from '../../spec/spec';
import type { Draft, LossChoice } from '../shared/change-kind';
import { byId, html, setText } from '../shared/dom';
import { setDrawer } from '../shared/drawer';
import { capital, LAW_NAMES, LOSS_NAMES, OPTIMIZER_HINTS, OPTIMIZER_NAMES } from '../shared/names';
import type { From, Session } from './session';
import { Slider, type SliderOptions } from './slider';

type SliderName =
  | 'perturbation'
  | 'epochLength'
  | 'beta'
  | 'learningRate'
  | 'batchSize'
  | 'samples';

/** Entries of the list of losses. */
const LOSS_CHOICES: readonly LossChoice[] = LOSSES.flatMap((kind): LossChoice[] =>
  kind === 'saddle' || kind === 'relu-saddle'
    ? [
        { kind, coordinates: 1 },
        { kind, coordinates: 2 },
      ]
    : [{ kind }],
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
  private readonly sliders: Record<SliderName, Slider>;

  constructor(private readonly session: Session) {
    for (const choice of LOSS_CHOICES)
      this.loss.append(html('option', { value: lossValue(choice) }, lossName(choice)));
    for (const kind of OPTIMIZERS)
      this.optimizer.append(html('option', { value: kind }, capital(OPTIMIZER_NAMES[kind])));
    for (const law of LAWS)
      this.law.append(html('option', { value: law }, capital(LAW_NAMES[law])));
    this.sliders = this.makeSliders();
    this.wire();
  }

  private makeSliders(): Record<SliderName, Slider> {
    const make = (
      place: string,
      options: Omit<SliderOptions, 'onValue'>,
      edit: (spec: Spec, value: number) => void,
    ) => {
      const onValue = (value: number, final: boolean) =>
        this.session.edit((spec) => edit(spec, value), { final });
      const slider = new Slider({ ...options, onValue });
      byId(place).append(slider.element);
      return slider;
    };
    const optimizer = (
      place: string,
      field: Exclude<SliderName, 'samples'>,
      options: Omit<SliderOptions, 'onValue' | 'id'>,
    ) =>
      make(place, { ...options, id: idOf(field) }, (spec, value) => {
        (spec.optimizer as Optimizer)[field] = value;
      });
    return {
      perturbation: optimizer('method-sliders', 'perturbation', {
        symbol: 'κ',
        name: 'size of the kicks',
        min: 0,
        max: 10,
        step: 0.05,
      }),
      epochLength: optimizer('method-sliders', 'epochLength', {
        symbol: 'L',
        name: 'steps between landmarks',
        min: 1,
        max: 100_000,
        step: 0.05,
        log: true,
        whole: true,
      }),
      beta: optimizer('method-sliders', 'beta', {
        symbol: 'β',
        name: 'share of the last step',
        min: 0,
        max: 0.99,
        step: 0.01,
      }),
      learningRate: optimizer('rate-sliders', 'learningRate', {
        symbol: 'h',
        name: 'learning rate',
        min: 0.001,
        max: 10,
        step: 0.02,
        log: true,
      }),
      batchSize: optimizer('rate-sliders', 'batchSize', {
        symbol: 'B',
        name: 'minibatch',
        min: 1,
        max: 1024,
        step: 0.02,
        log: true,
        whole: true,
      }),
      samples: make(
        'law-sliders',
        {
          id: 'samples',
          symbol: 'N',
          name: 'samples in the set',
          min: 3,
          max: 65_536,
          step: 0.02,
          log: true,
          whole: true,
        },
        (spec, value) => {
          spec.noise.samples = value;
        },
      ),
    };
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
    setText(byId('method-hint'), OPTIMIZER_HINTS[optimizer.kind] ?? '');
    const values: Record<SliderName, number | undefined> = {
      perturbation: optimizer.perturbation,
      epochLength: optimizer.epochLength,
      beta: optimizer.beta,
      learningRate: optimizer.learningRate,
      batchSize: isSurface(spec.loss) ? undefined : optimizer.batchSize,
      samples: noise.samples,
    };
    for (const [name, value] of Object.entries(values)) {
      const slider = this.sliders[name as SliderName];
      slider.element.hidden = value === undefined;
      if (value !== undefined) slider.show(value);
    }
    for (const radio of document.querySelectorAll<HTMLInputElement>('input[name="schedule"]'))
      radio.checked = radio.value === optimizer.schedule;
  }

  /** A loss of a shape that is not in the list has an entry while it runs. */
  private showLoss({ loss }: Spec): void {
    const choice: LossChoice =
      'a' in loss && loss.kind !== 'linear-network'
        ? { kind: loss.kind, coordinates: loss.a.length }
        : { kind: loss.kind };
    const value = lossValue(choice);
    for (const option of [...this.loss.options]) if (option.hidden) option.remove();
    if (![...this.loss.options].some((option) => option.value === value))
      this.loss.append(html('option', { value, hidden: '' }, lossName(choice)));
    this.loss.value = value;
  }
}

function idOf(field: SliderName): string {
  return field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function lossValue({ kind, coordinates }: LossChoice): string {
  return coordinates === undefined ? kind : `${kind}:${coordinates}`;
}

function lossName({ kind, coordinates = 1 }: LossChoice): string {
  const name = capital(LOSS_NAMES[kind]);
  return coordinates === 1 ? name : `${name}, ${coordinates} coordinates`;
}
