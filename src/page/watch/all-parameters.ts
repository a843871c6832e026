import GUI, { type Controller } from 'lil-gui';
import styleUrl from '../../../node_modules/lil-gui/dist/lil-gui.min.css?url';
import {
  lossKinds,
  noiseLaws,
  optimizerKinds,
  REGIONS,
  type RegionKind,
  scheduleKinds,
} from '../../models/registry';
import { DEFAULT_RANGE, STARTS } from '../../spec/schema';
import { keptNoise, keptOptimizer } from '../../spec/side';
import {
  dimensionOf,
  type Escape,
  type Noise,
  type Optimizer,
  radiusOf,
  type Spec,
} from '../../spec/spec';
import { html } from '../shared/dom';
import { exact } from '../shared/format';
import { quoted, typedNumber, typedNumbers } from '../shared/typed-number';
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
    // The page's Content-Security-Policy has no room for injected styles: the style sheet is a
    // file.
    document.head.append(html('link', { rel: 'stylesheet', href: styleUrl }));
    drawer.append(this.holder, this.error);
    this.show(session.spec);
  }

  show(spec: Spec): void {
    // Kinds and coordinates decide which fields there are.
    const shape = [
      spec.loss.kind,
      spec.noise.law,
      ...Object.values(spec.noise).map((value) => typeof value),
      spec.optimizer.kind,
      spec.optimizer.schedule,
      spec.start.kind,
      ...Object.keys(spec.escape),
      spec.escape.region,
      dimensionOf(spec),
      spec.time.levels !== undefined,
      Array.isArray(spec.time.record),
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
    group('loss', { kind: lossKinds() });
    group('noise', { law: noiseLaws() });
    group('optimizer', { kind: optimizerKinds(), schedule: scheduleKinds() });
    group('time');
    group('start', { kind: STARTS });
    group('escape', { region: REGIONS });
    group('ensemble');
    group('histogram', { axis: ['linear', 'asinh', 'log-abs'] });
  }

  private wire(controller: Controller, path: string): void {
    controller.onFinishChange(() => this.apply(path));
    const input = controller.domElement.querySelector('input');
    if (!input || typeof controller.getValue() !== 'number') return;
    // lil-gui takes what a text begins with for a number, 0 of 0x10 and 1 of 1,5, and on touch
    // screens leaves the comma to the language.
    input.type = 'text';
    input.inputMode = 'decimal';
    controller.domElement.addEventListener('input', (event) => event.stopPropagation(), {
      capture: true,
    });
    // In the one way that numbers are written in here.
    const display = controller.updateDisplay.bind(controller);
    controller.updateDisplay = () => {
      display();
      if (document.activeElement !== input) input.value = exact(Number(controller.getValue()));
      return controller;
    };
    controller.updateDisplay();
    input.addEventListener('change', () => {
      const read = typedNumber(input.value, Number(controller.getValue()));
      if ('value' in read) controller.setValue(read.value);
      else this.error.textContent = `${path}: ${quoted(input.value)} ${read.wrong}.`;
    });
  }

  private apply(path: string): void {
    const draft = unflatten(this.model, this.session.spec);
    if (typeof draft === 'string') {
      this.error.textContent = draft;
      return;
    }
    if (path === 'start.kind') draft.start = { kind: draft.start.kind } as Spec['start'];
    if (path === 'optimizer.kind' || path === 'optimizer.schedule')
      draft.optimizer = keptOptimizer(
        this.session.spec.optimizer,
        draft.optimizer.kind,
        draft.optimizer.schedule,
      ) as Optimizer;
    if (path === 'noise.law')
      draft.noise = keptNoise(this.session.spec.noise, draft.noise.law) as Noise;
    if (path === 'loss.kind') Object.assign(draft, anew(draft));
    if (path === 'escape.region')
      draft.escape = anotherRegion(draft.escape.region, radiusOf(this.session.spec));
    if (path === 'histogram.axis')
      Object.assign(draft.histogram, DEFAULT_RANGE[draft.histogram.axis]);
    this.error.textContent = this.session.offer(draft) ?? '';
  }
}

/**
 * Another loss has other coordinates and another noise: they, the start and the histogram take
 * their defaults.
 */
function anew(draft: Spec): Pick<Spec, 'loss' | 'noise' | 'start' | 'histogram'> {
  return {
    loss: { kind: draft.loss.kind },
    noise: { law: 'gaussian' },
    start: { kind: 'point' },
    histogram: {},
  } as Pick<Spec, 'loss' | 'noise' | 'start' | 'histogram'>;
}

/**
 * Fields of a region that is chosen: a coordinate takes the ends of the radius that it follows, a
 * level of the loss is 1 below that of the saddle.
 */
function anotherRegion(region: RegionKind | undefined, radius: number | null): Escape {
  switch (region) {
    case undefined:
    case 'radius':
      return {} as Escape;
    case 'coordinate': {
      const end = radius ?? 10;
      return { region, coordinate: 0, low: -end, high: end };
    }
    case 'loss':
      return { region, low: -1 };
    default:
      return region satisfies never;
  }
}

/** Lists as text, so that each is one field; a radius is a region like the others. */
function flatten(spec: Spec): Record<string, Record<string, unknown>> {
  const groups: Record<string, Record<string, unknown>> = {};
  for (const [name, group] of Object.entries(spec)) {
    if (typeof group !== 'object') continue;
    groups[name] = Object.fromEntries(
      Object.entries(group)
        // Numbers by names have no one line: the editor of the formula has them.
        .filter(([, value]) => typeof value !== 'object' || Array.isArray(value))
        .map(([key, value]) => [key, Array.isArray(value) ? listText(value) : value]),
    );
  }
  groups.escape = { region: 'radius', ...groups.escape };
  return groups;
}

/** Texts have semicolons between them, which no formula has; numbers have commas. */
function listText(list: readonly unknown[]): string {
  return isTexts(list) ? list.join(';') : (list as number[]).map(exact).join(', ');
}

function isTexts(list: readonly unknown[]): boolean {
  return list.length === 0 || typeof list[0] === 'string';
}

/** What has no field of its own. */
function named(group: Record<string, unknown>): Record<string, unknown> {
  const rest = Object.entries(group).filter(
    ([, value]) => typeof value === 'object' && !Array.isArray(value),
  );
  return Object.fromEntries(rest);
}

/** The spec that the fields make, or the sentence of a list that holds no numbers. */
function unflatten(groups: Record<string, Record<string, unknown>>, like: Spec): Spec | string {
  const spec: Record<string, Record<string, unknown> | number> = { version: like.version };
  for (const [name, group] of Object.entries(groups)) {
    const original = like[name as keyof Spec] as unknown as Record<string, unknown>;
    const fields = { ...named(original), ...group };
    for (const [key, value] of Object.entries(group)) {
      const list = original[key];
      if (!Array.isArray(list)) continue;
      if (isTexts(list)) {
        fields[key] = String(value).split(';').filter(Boolean);
        continue;
      }
      const read = typedNumbers(String(value), list.length);
      if ('wrong' in read) return `${name}.${key}: ${read.wrong}.`;
      fields[key] = read.values;
    }
    spec[name] = fields;
  }
  return spec as unknown as Spec;
}
