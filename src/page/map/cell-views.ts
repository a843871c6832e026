import type { TheoryProgress } from '../../experiment/sweep/theory-pool';
import { byId, setText } from '../shared/dom';
import { duration } from '../shared/duration';
import { whole } from '../shared/format';
import { sideLetter } from '../shared/side-letter';
import { agreementWords } from './agreement-words';
import { CellReadout } from './cell-readout';
import { CellTable } from './cell-table';
import { EscapeTimePlot } from './escape-time-plot';
import type { MapData } from './map-data';
import type { CellTimes } from './map-protocol';
import { Rest } from './rest';
import type { GrowthProgress } from './side-growth';
import { Slices } from './slice-plots';
import type { ExactCell } from './theory-protocol';

export interface CellViewActions {
  linkOf: (cell: number, side: number) => string | null;
  onExact: (cell: number) => void;
  /** Begins or ends the exact probabilities of all cells. */
  onExactMap: (on: boolean) => void;
  /** Goes on with the growth rates of all cells, or ends them. */
  onGrowth: (on: boolean) => void;
  onDistribution: (cell: number, side: number) => void;
  onCursor: (cell: number) => void;
}

/** How long the cursor rests on a cell before its escape times are asked for. */
const REST_MILLISECONDS = 300;
const EXACT_MAP = 'Exact probability of every cell';
const GROWTH_MAP = 'Growth rate of every cell';
/** Growth rates that take no longer need no words. */
const SHORT_SECONDS = 0.5;

/**
 * What is beside the maps: the cell under the cursor in numbers, slices through it, its escape
 * times, and the table.
 */
export class CellViews {
  private readonly readout: CellReadout;
  private readonly slices = new Slices(byId('slices'));
  private readonly times: EscapeTimePlot;
  private readonly table: CellTable;
  private readonly exactButton = byId('exact-map');
  private readonly growthButton = byId('growth-map');
  private data: MapData | null = null;
  private cursor: number | null = null;
  private response: number | null = null;
  private readonly rest = new Rest(REST_MILLISECONDS, () => this.ask());
  /** Cell, side and replicas of the escape times that are shown or asked for. */
  private asked = '';
  private exactRuns = false;
  private exactDone = false;
  private growthRuns = false;

  constructor(private readonly actions: CellViewActions) {
    this.readout = new CellReadout(byId('readout'), actions);
    this.times = new EscapeTimePlot(byId('escape-times'), () => this.ask());
    this.table = new CellTable(byId('cell-table'), actions.onCursor);
    this.exactButton.addEventListener('click', () => this.runExact(!this.exactRuns));
    this.growthButton.addEventListener('click', () => {
      this.growthRuns = !this.growthRuns;
      setText(this.growthButton, this.growthRuns ? 'Growth rates: stop' : GROWTH_MAP);
      actions.onGrowth(this.growthRuns);
    });
  }

  /** Begins the exact probabilities of all cells, unless they are there or on their way. */
  wantExact(): void {
    if (!this.exactRuns && !this.exactDone) this.runExact(true);
  }

  private runExact(on: boolean): void {
    this.exactRuns = on;
    setText(this.exactButton, on ? 'Exact probabilities: stop' : EXACT_MAP);
    this.actions.onExactMap(on);
  }

  /**
   * Shows another map, or the open one in another colour.
   * @param response  Place of the response that colours it; null where the share does.
   */
  open(data: MapData, response: number | null): void {
    this.response = response;
    this.readout.open(data, response);
    this.table.open(data, response);
    if (data === this.data) return;
    this.data = data;
    this.cursor = null;
    this.asked = '';
    this.rest.leave();
    this.exactRuns = false;
    this.exactDone = false;
    setText(this.exactButton, EXACT_MAP);
    this.growthButton.hidden = true;
    this.growthRuns = true;
    this.times.open(data);
  }

  draw(cursor: number | null): void {
    const { data } = this;
    if (!data || cursor === null) return;
    if (cursor !== this.cursor) {
      this.times.clear();
      // Who comes back to a cell asks again.
      this.asked = '';
    }
    this.cursor = cursor;
    this.readout.draw(cursor);
    this.table.setCursor(cursor);
    this.slices.draw(data, cursor, this.response);
    this.rest.at(cursor);
  }

  takeDistribution(cell: number, side: number, times: CellTimes): void {
    if (cell === this.cursor && side === this.times.side) this.times.show(side, times);
  }

  /** @param progress  Of all cells, where all were asked for. */
  takeExact(exact: readonly ExactCell[], progress: TheoryProgress | undefined): void {
    for (const one of exact) if (one.cell === this.cursor) this.readout.take(one);
    if (progress && this.exactRuns) {
      const { done, of, secondsLeft } = progress;
      this.exactDone = done === of;
      this.exactRuns = !this.exactDone;
      setText(
        this.exactButton,
        this.exactDone
          ? EXACT_MAP
          : `Exact probabilities: ${whole(done)} of ${whole(of)} cells, about ${duration(Math.ceil(secondsLeft))} left, stop`,
      );
    }
    this.summarise();
  }

  /** How far growth rates of a side are. What comes after they were stopped is not shown. */
  takeGrowth(side: number, { done, of, secondsLeft, more }: GrowthProgress): void {
    if (!this.growthRuns || (this.growthButton.hidden && secondsLeft < SHORT_SECONDS)) return;
    this.growthButton.hidden = false;
    const left = `about ${duration(Math.ceil(secondsLeft))} left${more ? ' or more' : ''}`;
    setText(
      this.growthButton,
      `Growth rates of ${sideLetter(side)}: ${whole(done)} of ${whole(of)} values, ${left}, stop`,
    );
  }

  /** Growth rates of a side are there. */
  growthKnown(): void {
    if (this.data?.growth.every((growth) => growth !== null)) this.growthButton.hidden = true;
  }

  /**
   * What the counts say of themselves: how much the same noise gains, and how they agree with what
   * is exact.
   */
  summarise(): void {
    if (this.data) setText(byId('agreement'), agreementWords(this.data));
  }

  toggleTable(): void {
    this.table.toggle(byId('table-button'));
  }

  /** Asks for the escape times of the cursor's cell, again when it has twice the replicas. */
  private ask(): void {
    const { data, cursor } = this;
    if (!data || cursor === null) return;
    const { side } = this.times;
    const replicas = data.tallies.particles[cursor];
    if (replicas === 0 || data.tallies.failure(cursor, side) !== undefined) return;
    const key = `${cursor} ${side} ${Math.floor(Math.log2(replicas))}`;
    if (key === this.asked) return;
    this.asked = key;
    this.actions.onDistribution(cursor, side);
  }
}
