import { lossModel, lossText, noiseModel } from '../../models/registry';
import { isSeparable, stepRates } from '../../spec/rates';
import { dimensionOf, isShaken, type Spec, shakeOf, slopeOf, slopesOf } from '../../spec/spec';
import { hasSigmaThresholds } from '../../theory/handles';
import { criticalShakeOf, sigmaThresholds } from '../../theory/theory';
import { byId, find, setText } from '../shared/dom';
import { number } from '../shared/format';
import { coordinateName, subscript } from '../shared/names';
import { MethodControls } from './method-controls';
import { modelHint } from './model-hint';
import type { Session } from './session';
import { Slider, type SliderOptions, type Thresholds } from './slider';
import type { STRATEGIES } from './strategies';

/** Steps of a run when the model is switched. */
const RAW_STEPS = 100;
const SDE = { dt: 0.001, steps: 20_000 };

/** Sliders that a first look does without. */
const BEHIND_MORE = ['a-1', 'rho'];

/**
 * The few controls that matter first; the method is in method-controls.ts, everything else in the
 * drawers.
 */
export class Controls {
  private readonly sliders: Record<'shake' | 'sigma' | 'a' | 'secondA' | 'tau' | 'rho', Slider>;
  private readonly method: MethodControls;
  /** Comes when the page runs. */
  private strategies: typeof STRATEGIES | null = null;

  constructor(
    private readonly session: Session,
    private readonly say: (sentence: string) => void,
    private readonly refuse: (sentence: string) => void,
  ) {
    const slider = (
      options: Omit<SliderOptions, 'onValue'>,
      edit: (spec: Spec, value: number) => void,
    ) => {
      const onValue = (value: number, final: boolean) =>
        session.edit((spec) => edit(spec, value), { final });
      const made = new Slider({ ...options, onValue });
      byId(BEHIND_MORE.includes(options.id) ? 'more-sliders' : 'sliders').append(made.element);
      return made;
    };
    this.sliders = {
      shake: slider(
        {
          id: 'shake',
          symbol: 's',
          name: 'shaking of the surface',
          min: 0,
          max: 3,
          step: 0.01,
          noted: true,
        },
        (spec, value) => {
          spec.noise.shake = value;
        },
      ),
      sigma: slider(
        {
          id: 'sigma',
          symbol: 'σ',
          name: 'noise that grows with x',
          min: 0,
          max: 4,
          step: 0.01,
          main: true,
        },
        (spec, value) => {
          spec.noise.sigma = value;
        },
      ),
      a: slider(
        { id: 'a', symbol: 'a', name: 'push of the saddle', min: -2, max: 2, step: 0.01 },
        (spec, value) => {
          if ('a' in spec.loss) spec.loss.a[slopeIndex(spec)] = value;
        },
      ),
      secondA: slider(
        { id: 'a-1', term: 'a', symbol: 'a₁', name: 'push along x₁', min: -2, max: 2, step: 0.01 },
        (spec, value) => {
          if ('a' in spec.loss) spec.loss.a[1] = value;
        },
      ),
      tau: slider(
        { id: 'tau', symbol: 'τ', name: 'noise that is always there', min: -5, max: 5, step: 0.05 },
        (spec, value) => {
          spec.noise.tau = value;
        },
      ),
      rho: slider(
        { id: 'rho', symbol: 'ρ', name: 'correlation of the two', min: -1, max: 1, step: 0.01 },
        (spec, value) => {
          spec.noise.rho = value;
        },
      ),
    };
    this.method = new MethodControls(session);
    this.wireModel();
    this.wireStrategies();
  }

  /** Shows the spec in force. */
  show(spec: Spec): void {
    const { loss, noise } = spec;
    const surface = isShaken(spec);
    // Normal noise leaves a network no additive noise, and so nothing for it to be correlated with.
    const { slopes, additive } = lossModel(loss);
    const fitted = slopes === 'product' && !additive;
    const single = surface || (fitted && noiseModel(noise).largest === Number.POSITIVE_INFINITY);
    const { shake, sigma, a, secondA, tau, rho } = this.sliders;
    sigma.element.hidden = surface;
    a.element.hidden = !('a' in loss);
    for (const { element } of [tau, rho]) element.hidden = single;
    shake.element.hidden = !surface;
    const plane = hasTwoSlopes(spec);
    secondA.element.hidden = !plane;
    if (plane) secondA.show(slopeOf(spec, 1));
    const index = slopeIndex(spec);
    const several = dimensionOf(spec) > 1 && isSeparable(spec);
    const { labels } = lossText(loss);
    a.rename(
      several ? `a${subscript(index)}` : 'a',
      several ? `push along ${coordinateName(spec, index)}` : labels.push,
    );
    sigma.rename('σ', labels.sigma);
    if (surface) {
      shake.show(shakeOf(spec));
      shake.showThresholds(shakeThresholds(spec));
    } else {
      sigma.show(noise.sigma);
      a.show(slopeOf(spec, index));
      sigma.showThresholds(thresholdsOf(spec));
    }
    // Where there are views to choose among, it stands behind them.
    const place = byId(dimensionOf(spec) === 2 ? 'more-sliders' : 'sliders');
    if (tau.element.parentElement !== place) place.append(tau.element);
    tau.show(noise.tau);
    rho.show(noise.rho);
    this.method.show(spec);
    this.showModel(spec);
    this.showStrategies(spec);
  }

  private showStrategies(spec: Spec): void {
    if (!this.strategies) return;
    for (const button of strategyButtons()) {
      const { on, note, applies } = this.strategies[button.dataset.strategy!];
      button.hidden = applies?.(spec) === false;
      button.setAttribute('aria-pressed', String(on(spec)));
      setText(find(button, 'small'), note(spec));
    }
  }

  /** Moves the main noise by one step, for the keyboard. */
  nudgeNoise(direction: 1 | -1): void {
    const { spec } = this.session;
    const name = isShaken(spec) ? 'shake' : 'sigma';
    const old = spec.noise[name] ?? 0;
    // A list stays as it is.
    if (typeof old !== 'number') return;
    const value = Math.max(0, Number((old + direction * 0.05).toPrecision(10)));
    this.session.edit((edited) => {
      edited.noise[name] = value;
    });
    this.say(`${name} ${value}`);
  }

  private wireModel(): void {
    for (const radio of document.querySelectorAll<HTMLInputElement>('input[name="model"]'))
      radio.addEventListener('change', () => {
        this.session.edit(
          (spec) => {
            spec.time = radio.value === 'raw' ? { dt: 1, steps: RAW_STEPS } : { ...SDE };
          },
          { from: 'start' },
        );
      });
  }

  private showModel(spec: Spec): void {
    // A surface has no limit of small steps to choose.
    byId('model').hidden = isShaken(spec);
    const { dt } = spec.time;
    const model = dt === 1 ? 'raw' : dt <= 0.05 ? 'sde' : '';
    for (const radio of document.querySelectorAll<HTMLInputElement>('input[name="model"]'))
      radio.checked = radio.value === model;
    setText(byId('model-hint'), modelHint(spec));
  }

  private async wireStrategies(): Promise<void> {
    const { STRATEGIES } = await import('./strategies');
    this.strategies = STRATEGIES;
    // They bring all kinds along.
    this.method.fill();
    this.method.show(this.session.spec);
    for (const button of strategyButtons())
      button.addEventListener('click', () => {
        const refusal = this.session.offer(
          STRATEGIES[button.dataset.strategy!].toggle(this.session.spec),
        );
        if (refusal) this.refuse(refusal);
      });
    this.showStrategies(this.session.spec);
  }
}

function strategyButtons(): NodeListOf<HTMLButtonElement> {
  return document.querySelectorAll('[data-strategy]');
}

/** Both slopes of two coordinates have a slider. */
function hasTwoSlopes(spec: Spec): boolean {
  return slopesOf(spec).length === 2;
}

/**
 * The slope of the first slider: a network has one for all of its weights; of three and more it is
 * that of the histogram.
 */
function slopeIndex(spec: Spec): number {
  return !isSeparable(spec) || hasTwoSlopes(spec) ? 0 : spec.histogram.coordinate;
}

/**
 * Where the averaged double well loses a minimum, and with it its saddle; the wells have no one
 * such place.
 */
function shakeThresholds(spec: Spec): Thresholds | null {
  const critical = criticalShakeOf(spec);
  if (critical === null) return null;
  const words = `two minima on average up to s = ${number(critical, 4)}, one beyond`;
  return { steps: [critical], sde: null, first: 'escapes', sdeFirst: 'escapes', words };
}

/**
 * Thresholds of sigma are those of steps that are linear in x and all alike, with momentum too;
 * null for all others.
 */
function thresholdsOf(spec: Spec): Thresholds | null {
  const { histogram } = spec;
  if (!hasSigmaThresholds(spec)) return null;
  const { sde, steps } = sigmaThresholds(spec, histogram.coordinate);
  const { learningRate, drift, sde: limit } = stepRates(spec, histogram.coordinate);
  return {
    sde,
    steps,
    // Without noise a step multiplies x by 1 + learningRate drift.
    first: learningRate * drift > 0 || learningRate * drift < -2 ? 'escapes' : 'trapped',
    sdeFirst: limit.growth > 0 ? 'escapes' : 'trapped',
  };
}
