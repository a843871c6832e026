import { TakenTwice } from './taken-twice';

/** What the surfaces of two coordinates have in common: a translation by shake times the noise. */
export abstract class Shaken extends TakenTwice {
  /** Minus the slope of the surface at (x, y), times dt. */
  protected abstract descentAt(x: number, y: number, slope: Float64Array): void;
  abstract override meanDescent(x: Float64Array, slope: Float64Array): void;

  descent(x: Float64Array, xi: number, eta: number, slope: Float64Array): void {
    const { shake } = this.run;
    this.descentAt(x[0] + shake * xi, x[1] + shake * eta, slope);
  }
}
