import { NORMAL_975, wilsonInterval } from '../../experiment/interval';
import { residualOf } from '../../experiment/sweep/exact-agreement';
import { type Difference, pairedDifference } from '../../experiment/sweep/paired';
import { blockSizes, middleOf } from '../../experiment/sweep/plan';
import { Tallies } from '../../experiment/sweep/tallies';
import { type CellSpec, compileCells } from '../../spec/cell-spec';
import type { Response, ResponseValue } from '../../spec/response';
import type { Spec } from '../../spec/spec';
import { axisValues, type Sweep } from '../../spec/sweep';
import { sidesOf } from '../../spec/sweep-schema';
import { BASES } from '../../theory/estimate';
import type { Growth } from '../../theory/theory';
import { comparisonOf, contrastOf } from './contrast';
import type { CountsMessage } from './map-protocol';
import { responseOf } from './response-words';

/**
 * What a panel of the map shows: the probability of a side, side A's less that of another, or how
 * far a side's count is from what its exact probability expects, in standard errors.
 */
export interface ShareLayer {
  kind: 'probability' | 'difference' | 'residual';
  side: number;
}

/** A response of a side, or side A's against that of another. */
export interface ResponseLayer {
  kind: 'response' | 'contrast';
  side: number;
  /** Its place among the responses of the sweep. */
  response: number;
}

export type Layer = ShareLayer | ResponseLayer;

export function isResponse(layer: Layer): layer is ResponseLayer {
  return layer.kind === 'response' || layer.kind === 'contrast';
}

/** A number of a cell with its 95 % interval. */
export interface CellValue {
  value: number;
  low: number;
  high: number;
  /** Replicas. */
  particles: number;
  /**
   * The cell whose counts these are: the cell itself, or the middle of the coarser block that
   * stands for it meanwhile.
   */
  source: number;
}

/** What a response layer shows in a cell. */
export interface CellResponse {
  /** Nulls where the replicas of the cell do not have it. */
  values: ResponseValue;
  /** As of CellValue. */
  source: number;
}

/** Growth rates of a side's cells, row after row; NaN where there is none. Shapes: f64[cells]. */
export interface GrowthMap {
  lyapunovExponent: Float64Array;
  /** In the unit of the exponents; infinite where nobody knows. */
  exponentError: Float64Array;
  /** How an exponent is known: its place in BASES. Shape: u8[cells]. */
  exponentBasis: Uint8Array;
  /** null where no exponent is known. */
  exponentUnit: Growth['exponentUnit'];
  sdeGrowthRate: Float64Array;
}

const LIMIT = BASES.indexOf('limit');

/** Whether the exponent of a cell is that of a limit, from which there is no verdict. */
export function isLimit({ exponentBasis }: GrowthMap, cell: number): boolean {
  return exponentBasis[cell] === LIMIT;
}

/**
 * All that the page knows of a map. Cell (i, j) has the number j * columns + i; row 0 is at the
 * bottom of the picture.
 */
export class MapData {
  /** Values of the axes. Shapes: f64[columns], f64[rows]. */
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly columns: number;
  readonly rows: number;
  readonly sides: readonly Spec[];
  readonly tallies: Tallies;
  /** Those that the sweep asks for. */
  readonly responses: readonly Response[];
  /** By side; null until it is known. */
  readonly growth: (GrowthMap | null)[];
  /** Exact probabilities by side, NaN where they are not known. Shape: f64[side][cells]. */
  readonly exact: Float64Array[];
  private readonly blocks: number[];
  private compiled: CellSpec | null = null;

  constructor(readonly sweep: Sweep) {
    this.x = axisValues(sweep.x);
    this.y = axisValues(sweep.y);
    this.columns = this.x.length;
    this.rows = this.y.length;
    this.sides = sidesOf(sweep);
    const cells = this.columns * this.rows;
    this.tallies = new Tallies(cells, this.sides.length);
    this.responses = (sweep.responses ?? []).map(responseOf);
    this.growth = this.sides.map(() => null);
    this.exact = this.sides.map(() => new Float64Array(cells).fill(Number.NaN));
    this.blocks = blockSizes(this.columns, this.rows).reverse();
  }

  get cells(): number {
    return this.columns * this.rows;
  }

  /** @throws SpecError where no run can have the values of a cell. */
  specOf(side: number, cell: number, replicas: number): Spec {
    this.compiled ??= compileCells(this.sweep, this.sides);
    return this.compiled(side, cell, replicas);
  }

  /** The cell in the middle. */
  get middle(): number {
    return (this.rows >> 1) * this.columns + (this.columns >> 1);
  }

  /** Takes what was counted. */
  take({ cells, particles, escaped, together, failures, responses }: CountsMessage): void {
    const { tallies } = this;
    for (const [key, values] of responses) tallies.responses.set(key, values);
    for (const [cell, side, sentence] of failures) tallies.fail(cell, side, sentence);
    for (const [k, cell] of cells.entries()) {
      tallies.particles[cell] = particles[k];
      for (let side = 0; side < tallies.sides; side++) {
        tallies.escaped[side][cell] = escaped[side][k];
        tallies.together[side][cell] = together[side][k];
      }
    }
  }

  /** Whether some exponent is known in a limit only. */
  get hasOtherRuns(): boolean {
    return this.growth.some((growth) => growth?.exponentBasis.includes(LIMIT));
  }

  /**
   * What a layer shows in a cell; null where nothing is counted yet, or where it failed (see
   * `failure`).
   */
  valueAt(layer: ShareLayer, cell: number): CellValue | null {
    const source = this.sourceOf(layer, cell);
    if (source === null) return null;
    const particles = this.tallies.particles[source];
    if (layer.kind === 'difference') {
      const { difference, low, high } = this.differenceAt(layer.side, source);
      return { value: difference, low, high, particles, source };
    }
    const escaped = this.tallies.escaped[layer.side][source];
    if (layer.kind === 'residual') {
      const value = residualOf(escaped, particles, this.exact[layer.side][source]);
      return { value, low: value - NORMAL_975, high: value + NORMAL_975, particles, source };
    }
    return { value: escaped / particles, ...wilsonInterval(escaped, particles), particles, source };
  }

  /** As `valueAt`, of a response; null where it is not measured yet, or where it failed. */
  responseAt(layer: ResponseLayer, cell: number): CellResponse | null {
    const source = this.sourceOf(layer, cell);
    return source === null ? null : { values: this.responseValues(layer, source), source };
  }

  /** Responses of a cell that `has` the layer. */
  responseValues({ kind, side, response }: ResponseLayer, cell: number): ResponseValue {
    const { responses } = this.tallies;
    const own = responses.get(cell * this.sides.length + side)![response];
    if (kind === 'response') return own;
    const first = responses.get(cell * this.sides.length)![response];
    return contrastOf(comparisonOf(this.responses[response]), first, own);
  }

  /** The number that a layer shows in a cell; null where there is none. */
  numberAt(layer: Layer, cell: number): number | null {
    if (isResponse(layer)) return this.responseAt(layer, cell)?.values[0] ?? null;
    return this.valueAt(layer, cell)?.value ?? null;
  }

  /**
   * Whether what a layer shows is known of a cell by its own counts, if only that it has no value.
   * Asked of a cell that has not failed.
   */
  has(layer: Layer, cell: number): boolean {
    const { particles, responses, sides } = this.tallies;
    switch (layer.kind) {
      case 'probability':
      case 'difference':
        return particles[cell] > 0;
      case 'residual':
        return particles[cell] > 0 && !Number.isNaN(this.exact[layer.side][cell]);
      case 'response':
        return responses.has(cell * sides + layer.side);
      case 'contrast':
        return responses.has(cell * sides + layer.side) && responses.has(cell * sides);
      default:
        return layer satisfies never;
    }
  }

  /** Why a layer has no value in a cell: what failed there. */
  failure({ kind, side }: Layer, cell: number): string | undefined {
    return (
      this.tallies.failure(cell, side) ??
      (kind === 'difference' || kind === 'contrast' ? this.tallies.failure(cell, 0) : undefined)
    );
  }

  /** Side A's probability less another side's in a cell that has counts. */
  differenceAt(side: number, cell: number): Difference {
    const { particles, escaped, together } = this.tallies;
    return pairedDifference({
      n: particles[cell],
      a: escaped[0][cell],
      b: escaped[side][cell],
      together: together[side][cell],
    });
  }

  /**
   * The cell whose counts are shown in a cell: its own, or those of the smallest block around it
   * that has any.
   */
  private sourceOf(layer: Layer, cell: number): number | null {
    if (this.failure(layer, cell) !== undefined) return null;
    if (this.has(layer, cell)) return cell;
    // Only the cells themselves have an exact probability.
    if (layer.kind === 'residual') return null;
    const i = cell % this.columns;
    const j = Math.floor(cell / this.columns);
    for (const block of this.blocks) {
      const middle = middleOf(i - (i % block), j - (j % block), block, this.columns, this.rows);
      if (this.has(layer, middle) && this.failure(layer, middle) === undefined) return middle;
    }
    return null;
  }
}
