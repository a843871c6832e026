import { numberOf } from '../../models/field';
import { noiseLaws, noiseText } from '../../models/registry';
import { type Noise, radiusOf, type Spec } from '../../spec/spec';
import type { Sweep } from '../../spec/sweep';
import { withLaw } from '../shared/change-kind';
import { byId, html } from '../shared/dom';
import { capital } from '../shared/names';
import type { Offer } from './axis-controls';
import { NumberBox } from './number-box';

interface Setting {
  id: string;
  label: string;
  path: string;
  read: (sweep: Sweep) => number | null | undefined;
  write: (draft: Sweep, value: number | null) => void;
  optional?: boolean;
}

/** A number of the base spec. */
function ofBase(
  id: string,
  label: string,
  path: string,
  read: (spec: Spec) => number | undefined,
  write: (spec: Spec, value: number) => void,
): Setting {
  return {
    id,
    label,
    path,
    read: ({ base }) => read(base),
    write: ({ base }, value) => write(base, value!),
  };
}

const SETTINGS: readonly Setting[] = [
  ofBase(
    'a',
    'push a',
    'loss.a',
    ({ loss }) => ('a' in loss ? loss.a[0] : undefined),
    (spec, value) => {
      if ('a' in spec.loss) spec.loss.a[0] = value;
    },
  ),
  ofBase(
    'sigma',
    'noise σ',
    'noise.sigma',
    ({ noise }) => numberOf(noise, 'sigma'),
    (spec, value) => {
      spec.noise.sigma = value;
    },
  ),
  ofBase(
    'tau',
    'noise τ',
    'noise.tau',
    ({ noise }) => numberOf(noise, 'tau'),
    (spec, value) => {
      spec.noise.tau = value;
    },
  ),
  ofBase(
    'start',
    'start x',
    'start.x',
    ({ start }) => (start.kind === 'point' ? start.x[0] : undefined),
    (spec, value) => {
      if (spec.start.kind === 'point') spec.start.x[0] = value;
    },
  ),
  ofBase(
    'radius',
    'radius R',
    'escape.radius',
    (spec) => radiusOf(spec) ?? undefined,
    (spec, value) => {
      if (spec.escape.region === undefined) spec.escape.radius = value;
    },
  ),
  ofBase(
    'steps',
    'steps',
    'time.steps',
    ({ time }) => time.steps,
    (spec, value) => {
      spec.time.steps = value;
    },
  ),
  ofBase(
    'dt',
    'step dt',
    'time.dt',
    ({ time }) => time.dt,
    (spec, value) => {
      spec.time.dt = value;
    },
  ),
  {
    id: 'replicas',
    label: 'replicas',
    path: '',
    read: ({ replicas }) => replicas,
    write: (draft, value) => {
      draft.replicas = value!;
      // What a refined cell has at most follows.
      delete draft.mostReplicas;
    },
  },
  {
    id: 'half-width',
    label: 'refine to ±',
    path: '',
    optional: true,
    read: ({ halfWidth }) => halfWidth ?? null,
    write: (draft, value) => {
      delete draft.mostReplicas;
      if (value === null) delete draft.halfWidth;
      else draft.halfWidth = value;
    },
  },
];

/** What all cells and sides have in common. */
export class BaseControls {
  private readonly boxes: { setting: Setting; box: NumberBox }[];
  private readonly law = byId<HTMLSelectElement>('law-select');
  private readonly same = byId<HTMLInputElement>('same-noise');
  private readonly seed = byId<HTMLInputElement>('seed');
  private readonly error = byId('base-error');

  constructor(offer: Offer) {
    this.boxes = SETTINGS.map((setting) => ({
      setting,
      box: new NumberBox({
        id: setting.id,
        label: setting.label,
        optional: setting.optional ?? false,
        onValue: (value) => offer((draft) => setting.write(draft, value)),
      }),
    }));
    byId('base-numbers').append(...this.boxes.map(({ box }) => box.element));
    for (const law of noiseLaws())
      this.law.append(html('option', { value: law }, capital(noiseText({ law }).name)));
    const refuse = (sentence: string | null) => {
      this.error.textContent = sentence ?? '';
    };
    this.law.addEventListener('change', () =>
      refuse(
        offer((draft) => {
          draft.base = withLaw(draft.base, this.law.value as Noise['law']) as unknown as Spec;
        }),
      ),
    );
    this.same.addEventListener('change', () =>
      refuse(
        offer((draft) => {
          draft.sameNoise = this.same.checked;
        }),
      ),
    );
    this.seed.addEventListener('change', () =>
      refuse(
        offer((draft) => {
          draft.base.ensemble.seed = this.seed.value;
        }),
      ),
    );
  }

  show(sweep: Sweep): void {
    const axes = [sweep.x.path, sweep.y.path, ...Object.keys(sweep.tied ?? {})];
    for (const { setting, box } of this.boxes) {
      const value = setting.read(sweep);
      // What is an axis, or tied to them, has no number of its own.
      const axis =
        setting.path !== '' && axes.some((path) => path.replace(/\[\d+\]$/, '') === setting.path);
      box.element.hidden = value === undefined || axis;
      if (value !== undefined) box.show(value);
    }
    this.law.value = sweep.base.noise.law;
    this.same.checked = sweep.sameNoise;
    this.same.disabled = sweep.compare === undefined;
    this.seed.value = sweep.base.ensemble.seed;
    this.error.textContent = '';
  }
}
