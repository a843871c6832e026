import { stepRates } from '../spec/rates';
import type { Spec } from '../spec/spec';
import { sigmaThresholds } from '../theory/thresholds';
import { byId, setText } from './dom';
import { number } from './format';
import type { Session } from './session';
import { Slider, type SliderOptions } from './slider';

/** How the four strategies change the spec, and how their buttons say it. */
const STRATEGIES: Record<string, { edit: (spec: Spec) => void; note: (spec: Spec) => string }> = {
  batch: {
    edit: (spec) => {
      spec.optimizer.kind = 'sgd';
      spec.optimizer.batchSize *= 3;
    },
    note: ({ optimizer }) => `B ${optimizer.batchSize} → ${optimizer.batchSize * 3}`,
  },
  rate: {
    edit: (spec) => {
      spec.optimizer.learningRate = round(spec.optimizer.learningRate * 0.4);
    },
    note: ({ optimizer }) => `h ${number(optimizer.learningRate)} → ${number(optimizer.learningRate * 0.4)}`,
  },
  noise: {
    edit: (spec) => {
      spec.noise.tau = spec.noise.tau === 0 ? 1 : round(spec.noise.tau * 10);
    },
    note: ({ noise }) => `τ ${number(noise.tau)} → ${number(noise.tau === 0 ? 1 : noise.tau * 10)}`,
  },
  plain: {
    edit: (spec) => {
      spec.optimizer = { ...spec.optimizer, kind: 'sgd', batchSize: 1, learningRate: 1 };
    },
    note: () => 'B = 1, h = 1',
  },
};

/** Steps of a run when the model is switched. */
const RAW_STEPS = 100;
const SDE = { dt: 0.001, steps: 20_000 };

/** The few controls that matter first; everything else is in the drawers. */
export class Controls {
  private readonly sliders: Record<'sigma' | 'a' | 'tau' | 'rho', Slider>;

  constructor(
    private readonly session: Session,
    private readonly say: (sentence: string) => void,
    private readonly refuse: (sentence: string) => void,
  ) {
    const slider = (options: Omit<SliderOptions, 'onValue'>, edit: (spec: Spec, value: number) => void) => {
      const onValue = (value: number, final: boolean) => session.edit((spec) => edit(spec, value), { final });
      const made = new Slider({ ...options, onValue });
      byId('sliders').append(made.element);
      return made;
    };
    this.sliders = {
      sigma: slider(
        { id: 'sigma', symbol: 'σ', name: 'noise that grows with x', min: 0, max: 4, step: 0.01, main: true },
        (spec, value) => {
          spec.noise.sigma = value;
        },
      ),
      a: slider(
        { id: 'a', symbol: 'a', name: 'push of the saddle', min: -2, max: 2, step: 0.01 },
        (spec, value) => {
          spec.loss.a[spec.histogram.coordinate] = value;
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
    this.wireModel();
    this.wireStrategies();
  }

  /** Shows the spec in force. */
  show(spec: Spec): void {
    const { coordinate } = spec.histogram;
    this.sliders.sigma.show(spec.noise.sigma);
    this.sliders.a.show(spec.loss.a[coordinate]);
    this.sliders.tau.show(spec.noise.tau);
    this.sliders.rho.show(spec.noise.rho);
    const { sde, steps } = sigmaThresholds(spec, coordinate);
    const { learningRate, drift, sde: limit } = stepRates(spec, coordinate);
    this.sliders.sigma.showThresholds({
      sde,
      steps,
      // Without noise a step multiplies x by 1 + learningRate drift.
      first: Math.abs(1 + learningRate * drift) > 1 ? 'escapes' : 'trapped',
      sdeFirst: limit.growth > 0 ? 'escapes' : 'trapped',
    });
    this.showModel(spec);
    for (const [name, { note }] of Object.entries(STRATEGIES)) setText(byId(`strategy-${name}`), note(spec));
  }

  /** Moves sigma by one step of its slider, for the keyboard. */
  nudgeSigma(direction: 1 | -1): void {
    const sigma = Math.max(0, round(this.session.spec.noise.sigma + direction * 0.05));
    this.session.edit((spec) => {
      spec.noise.sigma = sigma;
    });
    this.say(`sigma ${sigma}`);
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
    const { dt } = spec.time;
    const model = dt === 1 ? 'raw' : dt <= 0.05 ? 'sde' : '';
    for (const radio of document.querySelectorAll<HTMLInputElement>('input[name="model"]'))
      radio.checked = radio.value === model;
    const hints = {
      raw: 'dt = 1: whole steps, as an optimiser takes them.',
      sde: `dt = ${number(dt)}: close to dx = a x dt + σ x dW + τ dV.`,
      '': `dt = ${number(dt)}: between the two models.`,
    };
    setText(byId('model-hint'), hints[model]);
  }

  private wireStrategies(): void {
    for (const button of document.querySelectorAll<HTMLButtonElement>('[data-strategy]'))
      button.addEventListener('click', () => {
        const refusal = this.session.edit(STRATEGIES[button.dataset.strategy!].edit);
        if (refusal) this.refuse(refusal);
      });
  }
}

function round(value: number): number {
  return Number(value.toPrecision(10));
}
