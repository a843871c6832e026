import { byId } from '../shared/dom';

/**
 * On a narrow page the numbers of a cell are far below the map: the cell that a finger chose shows
 * them in a sheet at the bottom of the screen, until it is closed.
 */
export class CellSheet {
  private readonly section = byId('cell-section');
  private readonly readout = byId('readout');

  constructor() {
    byId('sheet-close').addEventListener('click', () => this.close());
  }

  /** A cell was chosen to stay. */
  show(): void {
    if (this.section.dataset.sheet !== undefined) return;
    const { top, bottom } = this.readout.getBoundingClientRect();
    if (top < innerHeight && bottom > 0) return;
    this.section.dataset.sheet = '';
  }

  close(): void {
    delete this.section.dataset.sheet;
  }
}
