import type { Sweep } from '../../spec/sweep';
import { readSweepLink, sweepToFragment } from '../../spec/sweep-permalink';
import { byId } from '../shared/dom';
import { wholesInAddress } from './map-address';
import type { CellRectangle } from './map-plot';
import { partOfAxis } from './part-of-axis';

interface ZoomActions {
  sweep: () => Sweep;
  /** @param wholes  Fragments of the maps that it is a part of, the largest first. */
  open: (sweep: Sweep, wholes: readonly string[]) => void;
  /** Offers a changed sweep. */
  offer: (change: (draft: Sweep) => void, wholes: readonly string[]) => void;
}

/** Finer maps of a part of the open one, and the way back. */
export class Zoom {
  private readonly button = byId<HTMLButtonElement>('zoom-out');

  constructor(private readonly actions: ZoomActions) {
    this.button.addEventListener('click', () => this.out());
  }

  into({ i0, i1, j0, j1 }: CellRectangle): void {
    this.actions.offer(
      (draft) => {
        draft.x = partOfAxis(draft.x, i0, i1);
        draft.y = partOfAxis(draft.y, j0, j1);
      },
      [...wholesInAddress(), sweepToFragment(this.actions.sweep())],
    );
  }

  /** Another map is in the address: the button is there where it is a part of one. */
  followAddress(): void {
    this.button.hidden = wholesInAddress().length === 0;
  }

  /** To the map that this one is a part of, as far as it was counted. */
  private out(): void {
    const wholes = wholesInAddress();
    const whole = wholes.at(-1);
    if (whole) this.actions.open(readSweepLink(whole).asked, wholes.slice(0, -1));
  }
}
