import type { EngineIdentity } from '../../engine/engine';
import type { ClaimResult, SuiteName, Verification } from '../../experiment/verify/verify';

/** What was found so far, on one engine. */
export class Report {
  engine: EngineIdentity | null = null;
  private readonly results = new Map<string, ClaimResult>();

  /** @param order  Ids of all claims, in the order of their suite. */
  constructor(
    readonly suite: SuiteName,
    readonly order: readonly string[],
  ) {}

  /**
   * A run begins. A report is of one engine: what another one found is put away.
   * @returns how many results were.
   */
  begin(engine: EngineIdentity): number {
    const other =
      this.engine !== null &&
      (this.engine.kind !== engine.kind || this.engine.adapter !== engine.adapter);
    const away = other ? this.results.size : 0;
    if (other) this.results.clear();
    this.engine = engine;
    return away;
  }

  add(result: ClaimResult): void {
    this.results.set(result.id, result);
  }

  get size(): number {
    return this.results.size;
  }

  /** The report in the shape of a whole verification; null before the first result. */
  verification(): Verification | null {
    if (!this.engine || this.results.size === 0) return null;
    const claims = this.order.flatMap((id) => this.results.get(id) ?? []);
    const holding = claims.filter(({ verdict }) => verdict === 'holds').length;
    return {
      engine: this.engine,
      suite: this.suite,
      claims,
      holding,
      failing: claims.length - holding,
      seconds: claims.reduce((sum, { seconds }) => sum + seconds, 0),
    };
  }
}
