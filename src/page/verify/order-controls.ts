import type { EngineChoice } from '../../experiment/engine-choice';
import type { Graphics } from '../../host/web/engines';
import { Choices, choose } from '../shared/choices';
import { byId, find, setText } from '../shared/dom';
import { NO_GPU } from '../shared/no-gpu';
import type { Order } from './verify-protocol';

/** Particles that are a minute's work of a CPU. */
const QUICK = '4096';

/** How long all claims take, by the particles of a run. */
const TIMES: Record<'cpu' | 'software' | 'gpu', Record<string, string>> = {
  cpu: {
    '4096': 'about a minute',
    '65536': 'about a quarter of an hour',
    '1048576': 'some four hours',
    auto: 'about a quarter of an hour',
  },
  software: {
    '4096': 'less than a minute',
    '65536': 'some minutes',
    '1048576': 'hours',
    auto: 'some minutes',
  },
  gpu: {
    '4096': 'less than a minute',
    '65536': 'less than a minute',
    '1048576': 'seconds to minutes',
    auto: 'seconds to minutes',
  },
};

/** On what, and with how many particles. */
export class OrderControls {
  private readonly engine = byId<HTMLSelectElement>('engine-select');
  private readonly particles = byId<HTMLSelectElement>('particles-select');
  private readonly hint = byId('order-hint');
  private graphics: Graphics | null = null;
  private touched = false;
  readonly choices: Choices;

  /** @param onLink  Told of an address that is opened in this tab. */
  constructor(onLink: () => void) {
    const changed = () => {
      this.touched = true;
      this.explain();
    };
    this.choices = new Choices([this.engine, this.particles], changed, onLink);
    this.explain();
  }

  get order(): Omit<Order, 'ids' | 'suite'> {
    const { value } = this.particles;
    return {
      engine: this.engine.value as Order['engine'],
      particles: value === 'auto' ? null : Number(value),
    };
  }

  /**
   * Takes what a link asks for; a number of particles that is not among the choices becomes one.
   */
  choose(engine: Order['engine'] | null, particles: string | null): void {
    if (engine) this.engine.value = engine;
    choose(this.particles, particles ?? undefined);
    this.touched = engine !== null || particles !== null;
    this.explain();
  }

  /**
   * Whether a graphics card is there; where there is none the choice goes to what the CPU does in a
   * minute.
   */
  showGraphics(graphics: Graphics): void {
    this.graphics = graphics;
    const option = find<HTMLOptionElement>(this.engine, 'option[value="gpu"]');
    if (graphics.found)
      setText(option, `${graphics.software ? 'Software GPU' : 'GPU'}: ${graphics.name}`);
    else {
      setText(option, 'GPU: none here');
      option.disabled = true;
      this.engine.value = 'cpu';
    }
    if (!this.touched && (!graphics.found || graphics.software)) this.particles.value = QUICK;
    this.explain();
  }

  useCpu(): void {
    this.engine.value = 'cpu';
    this.touched = true;
    this.choices.settle();
    this.explain();
  }

  /** What computes; of a software adapter and the CPU the faster one, which is much the same. */
  private kind(software: boolean): keyof typeof TIMES {
    const choice = this.engine.value as EngineChoice;
    switch (choice) {
      case 'cpu':
        return 'cpu';
      case 'gpu':
        return software ? 'software' : 'gpu';
      case 'auto':
        return software ? 'cpu' : 'gpu';
      default:
        return choice satisfies never;
    }
  }

  private explain(): void {
    const { graphics } = this;
    const software = graphics?.found === true && graphics.software;
    const kind = this.kind(software);
    const sentences = [
      graphics?.found === false ? NO_GPU[graphics.reason] : '',
      kind === 'software' ? 'It is a software adapter: correct, but computed on the CPU.' : '',
      this.particles.value in TIMES[kind]
        ? `All claims: ${TIMES[kind][this.particles.value]}.`
        : '',
    ];
    setText(this.hint, sentences.filter(Boolean).join(' '));
  }
}
