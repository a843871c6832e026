import type { Spec } from '../../spec/spec';

const MOST_ENTRIES = 200;

/** The specs that were run, for undo and redo. Always holds at least one. */
export class SpecHistory {
  private entries: Spec[];
  private position = 0;

  constructor(first: Spec) {
    this.entries = [first];
  }

  get current(): Spec {
    return this.entries[this.position];
  }

  get canUndo(): boolean {
    return this.position > 0;
  }

  get canRedo(): boolean {
    return this.position < this.entries.length - 1;
  }

  /**
   * A new spec after the current one; what was undone is gone. The same spec again changes nothing.
   */
  push(spec: Spec): void {
    if (JSON.stringify(spec) === JSON.stringify(this.current)) return;
    this.entries = [...this.entries.slice(0, this.position + 1), spec].slice(-MOST_ENTRIES);
    this.position = this.entries.length - 1;
  }

  /** Another way to look at the current one. */
  replace(spec: Spec): void {
    this.entries[this.position] = spec;
  }

  /** Goes to the nearest entry that is this spec, older ones first; false where there is none. */
  goTo(spec: Spec): boolean {
    const text = JSON.stringify(spec);
    const places = [...this.entries.keys()].filter((i) => JSON.stringify(this.entries[i]) === text);
    const place = places.findLast((i) => i < this.position) ?? places[0];
    if (place === undefined) return false;
    this.position = place;
    return true;
  }

  undo(): Spec {
    this.position = Math.max(0, this.position - 1);
    return this.current;
  }

  redo(): Spec {
    this.position = Math.min(this.entries.length - 1, this.position + 1);
    return this.current;
  }
}
