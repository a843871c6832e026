import type { Spec } from '../../spec/spec';
import { byId, html } from '../shared/dom';
import { linkTo } from './permalink-sync';

/** In a layout for frames: the way to the whole page with this run. */
export class OpenWhole {
  private readonly link = html(
    'a',
    { class: 'open-whole', target: '_blank', rel: 'noopener' },
    'Open in Saddlescape',
  );

  constructor() {
    byId('play-button').parentElement?.append(this.link);
  }

  show(spec: Spec): void {
    this.link.href = linkTo(spec, 'full');
  }
}
