import type { EngineIdentity } from '../../engine/engine';
import { BLOCK_STEPS } from '../../engine/open';
import { byId, html, setText } from '../shared/dom';
import { setDrawer } from '../shared/drawer';
import { large, number, percent, whole } from '../shared/format';
import { svg } from '../shared/svg';
import { SOFTWARE_GPU } from './engine-notice';
import type { LiveClient } from './live/live-client';
import type { FromWorker } from './live/live-protocol';
import { FRAME_BUDGET_MILLISECONDS } from './live/pace';
import { Item } from './numbers-view';
import { drawSpeedChart, speedScale, speedSentence } from './speed-chart';

type News = Extract<FromWorker, { type: 'speed' }>;

const HOW = `Frames are those of the worker that computes and draws, while the run moves; pauses are in no number. Half of them
  take at most the p50, all but one in a hundred at most the p99. Computing is moving the particles, from handing the steps over until
  they are done, by the clock; with a GPU that has the way there and back in it. The rest is counting, drawing and waiting for the next
  frame. The list Speed says how fast the film goes. Most takes about ${FRAME_BUDGET_MILLISECONDS} ms of computing a frame, and at
  least ${BLOCK_STEPS} steps.`;

/**
 * Loaded when it is first opened: speed over the last minute, frame times, and the share of them
 * that is computing.
 */
export class SpeedPanel {
  private readonly element = byId('speed-panel');
  private readonly button = byId('speed-button');
  private readonly caption = html('figcaption');
  private readonly chart = html('div', { class: 'plot speed-chart', role: 'img' });
  private readonly ink = svg('svg', { 'aria-hidden': 'true' });
  private readonly warning = html('p', { class: 'hint', hidden: '' }, SOFTWARE_GPU);
  private readonly items: Record<'speed' | 'frame' | 'compute' | 'engine', Item>;
  private toBeSeen = false;
  private news: News = { type: 'speed', now: 0, points: [], frames: null };

  constructor(
    private readonly client: LiveClient,
    private readonly identity: () => EngineIdentity,
  ) {
    this.chart.append(this.ink);
    const list = html('dl');
    this.items = {
      speed: new Item(list, 'Speed lately'),
      frame: new Item(list, 'Frame time'),
      compute: new Item(list, 'Computing'),
      engine: new Item(list, 'Runs on'),
    };
    this.element.append(
      html('figure', {}, this.caption, this.chart),
      list,
      this.warning,
      html(
        'details',
        { class: 'hint' },
        html('summary', {}, 'How this is measured'),
        html('p', {}, HOW),
      ),
    );
    new ResizeObserver(() => this.draw()).observe(this.chart);
  }

  /**
   * @param asked  Now, and not on an earlier visit: what opens is brought into view.
   * @returns Whether it is open now.
   */
  toggle(asked: boolean): boolean {
    const open = Boolean(this.element.hidden);
    setDrawer(this.button, this.element, open, asked);
    this.toBeSeen = asked && open;
    this.client.send({ type: 'watch-speed', on: open });
    return open;
  }

  show(news: News): void {
    this.news = news;
    const { points, now } = news;
    const unit = [speedScale(points).unit[1], 'particle-steps a second'].filter(Boolean).join(' ');
    setText(this.caption, `Speed over the last minute, ${unit}`);
    this.chart.setAttribute('aria-label', speedSentence(points, now));
    this.showFrames(news.frames);
    this.showEngine(this.identity());
    this.draw();
    // Without its numbers it is not as high as it will be.
    if (this.toBeSeen) this.element.scrollIntoView({ block: 'nearest' });
    this.toBeSeen = false;
  }

  private showFrames(frames: News['frames']): void {
    const { speed, frame, compute } = this.items;
    if (!frames) {
      speed.show('Speed lately', '–');
      frame.show('Frame time', '–');
      compute.show('Computing', '–');
      return;
    }
    const { time, p50, p99, computeShare, particleStepsPerSecond } = frames;
    const lately = `of the last ${number(time / 1000, 2)} s`;
    speed.show(
      'Speed lately',
      large(particleStepsPerSecond),
      'particle-steps a second',
      `mean ${lately}`,
    );
    frame.show(
      'Frame time',
      `${number(p50)} ms`,
      'p50: half take no longer',
      `p99: ${number(p99)} ms`,
    );
    compute.show(
      'Computing',
      percent(computeShare),
      'of the time of a frame',
      `${whole(frames.frames)} frames ${lately}`,
    );
  }

  private showEngine({ kind, adapter, fallback }: EngineIdentity): void {
    const software = kind === 'gpu' && fallback;
    this.items.engine.show(
      'Runs on',
      kind === 'cpu' ? 'CPU engine' : software ? 'software GPU' : 'GPU',
      adapter,
    );
    this.warning.hidden = !software;
  }

  private draw(): void {
    const { width, height } = this.chart.getBoundingClientRect();
    if (width > 0) drawSpeedChart(this.ink, { width, height }, this.news.points, this.news.now);
  }
}
