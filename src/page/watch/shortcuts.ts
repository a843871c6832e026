import { Keyboard } from '../shared/keyboard';
import type { Controls } from './controls';
import type { Drawers } from './drawers';
import type { ExportMenu } from './export-menu';
import type { PlayControls } from './play-controls';
import type { PlotTools } from './plot-tools';
import type { Session } from './session';
import type { Views } from './views';

export interface ShortcutTargets {
  session: Session;
  controls: Controls;
  views: Views;
  play: PlayControls;
  drawers: Drawers;
  exportMenu: Promise<ExportMenu | null>;
  tools: PlotTools;
  copyLink: () => void;
}

/** Keys of the Watch page, and the list of them. */
export function installShortcuts(targets: ShortcutTargets): void {
  const { session, controls, views, play, drawers, tools } = targets;
  new Keyboard([
    { key: ' ', shown: 'Space', does: 'play or pause', run: () => play.toggle() },
    { key: '.', shown: '.', does: 'one step', run: () => play.step() },
    { key: 'r', shown: 'R', does: 'restart with the same seed', run: () => session.restart() },
    { key: 'n', shown: 'N', does: 'new seed', run: () => play.newSeed() },
    { key: '[', shown: '[', does: 'less noise', run: () => controls.nudgeNoise(-1) },
    { key: ']', shown: ']', does: 'more noise', run: () => controls.nudgeNoise(1) },
    { key: 'v', shown: 'V', does: 'next view of a landscape', run: () => views.next() },
    {
      key: 'l',
      shown: 'L',
      does: 'logarithmic or linear scale',
      run: () => tools.toggleScale(),
    },
    { key: 't', shown: 'T', does: 'theory on or off', run: () => tools.toggleTheory() },
    { key: 'b', shown: 'B', does: 'histogram as a table', run: () => drawers.toggleTable() },
    { key: 's', shown: 'S', does: 'speed over time', run: () => drawers.toggleSpeed() },
    { key: 'c', shown: 'C', does: 'copy the link', run: targets.copyLink },
    {
      key: 'e',
      shown: 'E',
      does: 'export',
      run: async () => (await targets.exportMenu)?.toggle(true),
    },
    { key: 'mod+z', shown: 'Ctrl+Z', does: 'undo', run: () => session.undo() },
    { key: 'mod+shift+z', shown: 'Ctrl+Shift+Z', does: 'redo', run: () => session.redo() },
  ]);
}
