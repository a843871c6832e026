import type { Sweep } from '../../spec/sweep';
import { load } from '../shared/boot';
import { byId } from '../shared/dom';
import type { MapProof, MapProofOptions } from './map-proof';

/** The link that was opened last, and the one to be copied: what they say is loaded when needed. */
export class MapLinks {
  /** Fragment of the link that was opened last. */
  link = '';
  private sweep: Sweep | null = null;
  private part: Promise<MapProof | null> | null = null;

  constructor(private readonly options: MapProofOptions) {
    byId('copy-link').addEventListener('click', () => this.copy());
  }

  /** @param sweep  What the address asks for. */
  follow(sweep: Sweep | null): void {
    this.link = location.hash;
    this.sweep = sweep;
  }

  /** What the link says that the open map gives, where it says so. */
  show(): void {
    const { link, sweep } = this;
    if (this.part || link.includes('&digest=')) this.use((part) => part.show(link, sweep));
  }

  /** The map is whole. */
  look(): void {
    if (this.part) this.use((part) => part.look());
  }

  copy(): void {
    this.use((part) => part.copy());
  }

  take(answer: Parameters<MapProof['take']>[0]): void {
    this.use((part) => part.take(answer));
  }

  private async use(use: (part: MapProof) => unknown): Promise<void> {
    this.part ??= load(() => import('./map-proof')).then(
      (part) => part && new part.MapProof(this.options),
    );
    const part = await this.part;
    if (part) use(part);
  }
}
