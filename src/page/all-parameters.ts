import GUI, { type Controller } from 'lil-gui';
import styleUrl from '../../node_modules/lil-gui/dist/lil-gui.min.css?url';
import { DEFAULT_RANGE, LAWS, LOSSES, OPTIMIZERS, STARTS } from '../spec/schema';
import { dimensionOf, type Spec } from '../spec/spec';
import { html } from './dom';
import type { Session } from './session';

/** Loaded when the drawer is first opened: every field of the spec, in lil-gui. */
export class AllParameters {
  private gui: GUI | null = null;
  private shape = '';
  private readonly error = html('p', { class: 'field-error', role: 'alert' });
  private readonly holder = html('div');
  private model: Record<string, Record<string, unknown>> = {};

  constructor(
    drawer: HTMLElement,
    private readonly session: Session,
  ) {
    // The page's Content-Security-Policy has no room for injected styles: the style sheet is a file.
    document.head.append(html('link', { rel: 'stylesheet', href: styleUrl }));
    drawer.append(this.holder, this.error);
    this.show(session.spec);
  }

  show(spec: Spec): void {
    // Kinds and coordinates decide which fields there are.
    const shape = [
      spec.loss.kind,
      spec.noise.law,
      spec.optimizer.kind,
      spec.start.kind,
      dimensionOf(spec),
    ].join();
    const model = flatten(spec);
    if (this.gui && shape === this.shape) {
      for (const [group, fields] of Object.entries(model)) Object.assign(this.model[group], fields);
      for (const controller of this.gui.controllersRecursive()) controller.updateDisplay();
      this.error.textContent = '';
      return;
    }
    this.shape = shape;
    this.model = model;
    this.build();
  }

  private build(): void {
    this.gui?.destroy();
    const gui = new GUI({
      container: this.holder,
      injectStyles: false,
      title: 'Every field of the experiment',
    });
    this.gui = gui;
    const group = (name: string, choices: Record<string, readonly string[]> = {}) => {
      const fields = this.model[name];
      const folder = gui.addFolder(name);
      for (const field of Object.keys(fields)) {
        const controller = choices[field]
          ? folder.add(fields, field, [...choices[field]])
          : folder.add(fields, field);
        this.wire(controller, `${name}.${field}`);
      }
    };
    group('loss', { kind: LOSSES });
    group('noise', { law: LAWS });
    group('optimizer', { kind: OPTIMIZERS, schedule: ['constant', 'inverse-time'] });
    group('time');
    group('start', { kind: STARTS });
    group('escape');
    group('ensemble');
    group('histogram', { axis: ['linear', 'asinh', 'log-abs'] });
  }

  private wire(controller: Controller, path: string): void {
    controller.onFinishChange(() => this.apply(path));
    const input = controller.domElement.querySelector('input');
    input?.addEventListener('change', () => {
      if (typeof controller.getValue() === 'number' && Number.isNaN(Number(input.value)))
        this.error.textContent = `${path}: “${input.value.slice(0, 40)}” is not a number; ${String(controller.getValue())} stays.`;
    });
  }

  private apply(path: string): void {
    const draft = unflatten(this.model, this.session.spec);
    if (path === 'start.kind') draft.start = { kind: draft.start.kind } as Spec['start'];
    if (path === 'optimizer.kind' || path === 'noise.law') Object.assign(draft, withoutExtras(draft));
    if (path === 'loss.kind') Object.assign(draft, anew(draft));
    if (path === 'histogram.axis') Object.assign(draft.histogram, DEFAULT_RANGE[draft.histogram.axis]);
    this.error.textContent = this.session.offer(draft) ?? '';
  }
}

/** Another optimizer or noise law has other fields of its own: those take their defaults. */
function withoutExtras({ optimizer, noise }: Spec): Pick<Spec, 'optimizer' | 'noise'> {
  const { perturbation, epochLength, beta, ...commonOptimizer } = optimizer;
  const { samples, ...commonNoise } = noise;
  return { optimizer: commonOptimizer, noise: commonNoise };
}

/** Another loss has other coordinates and another noise: they, the start and the histogram take their defaults. */
function anew(draft: Spec): Pick<Spec, 'loss' | 'noise' | 'start' | 'histogram'> {
  return {
    loss: { kind: draft.loss.kind },
    noise: { law: 'gaussian' },
    start: { kind: 'point' },
    histogram: {},
  } as Pick<Spec, 'loss' | 'noise' | 'start' | 'histogram'>;
}

/** Lists as text, so that each is one field. */
function flatten(spec: Spec): Record<string, Record<string, unknown>> {
  const groups: Record<string, Record<string, unknown>> = {};
  for (const [name, group] of Object.entries(spec)) {
    if (typeof group !== 'object') continue;
    groups[name] = Object.fromEntries(
      Object.entries(group).map(([key, value]) => [key, Array.isArray(value) ? value.join(', ') : value]),
    );
  }
  return groups;
}

function unflatten(groups: Record<string, Record<string, unknown>>, like: Spec): Spec {
  const spec: Record<string, unknown> = { version: like.version };
  for (const [name, group] of Object.entries(groups)) {
    const original = like[name as keyof Spec] as unknown as Record<string, unknown>;
    spec[name] = Object.fromEntries(
      Object.entries(group).map(([key, value]) => [
        key,
        Array.isArray(original[key]) ? String(value).split(',').map(toNumber) : value,
      ]),
    );
  }
  return spec as unknown as Spec;
}

/** What is no number stays a text, so that the refusal can show it. */
function toNumber(text: string): number | string {
  const value = Number(text);
  return text.trim() === '' || Number.isNaN(value) ? text.trim() : value;
}
