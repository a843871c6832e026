import type { ClaimResult } from '../../experiment/verify/verify';
import { byId } from '../shared/dom';
import { type Activity, ClaimRow } from './claim-row';
import { Tiles } from './tiles';
import type { ClaimText } from './verify-protocol';

/** The table of all claims, and the tiles over it. */
export class ClaimTable {
  private readonly rows = new Map<string, ClaimRow>();
  private readonly tiles: Tiles;

  /** @param onRun  Told when the button of a claim is pressed. */
  constructor(claims: readonly ClaimText[], zLimit: number, onRun: (id: string) => void) {
    this.tiles = new Tiles(byId('tiles'), claims);
    const table = byId('claims-table');
    for (const [i, claim] of claims.entries()) {
      const row = new ClaimRow(claim, i + 1, zLimit);
      row.run.addEventListener('click', () => onRun(claim.id));
      this.rows.set(claim.id, row);
      table.append(row.body);
    }
  }

  /**
   * A run is under way, or not: no other can be started meanwhile. Buttons keep the focus they
   * have.
   */
  setBusy(busy: boolean): void {
    for (const { run } of this.rows.values()) run.setAttribute('aria-disabled', String(busy));
  }

  setActivity(id: string, activity: Activity): void {
    this.change(id, (row) => row.setActivity(activity));
  }

  setResult(id: string, result: ClaimResult | null): void {
    this.change(id, (row) => row.setResult(result));
  }

  /** Nothing runs or waits any more. */
  rest(): void {
    for (const id of this.rows.keys()) this.setActivity(id, 'none');
  }

  clear(): void {
    for (const id of this.rows.keys()) this.setResult(id, null);
  }

  openAll(open: boolean): void {
    for (const { details } of this.rows.values()) details.open = open;
  }

  private change(id: string, change: (row: ClaimRow) => void): void {
    const row = this.rows.get(id)!;
    change(row);
    this.tiles.show(id, row.standing);
  }
}
