import { log } from '../../numerics/elementary';
import type { CountOptions, DensityStyle, DensityView, Ensemble } from '../engine';

/** Bars on a 2-D canvas, for where there is no GPU. Mirrors shaders/draw-density.wgsl. */
export class CpuDensityView implements DensityView {
  private readonly context: OffscreenCanvasRenderingContext2D;

  constructor(private readonly canvas: OffscreenCanvas) {
    const context = canvas.getContext('2d');
    if (!context)
      throw new Error('The canvas gave no 2-D context: it already belongs to another engine.');
    this.context = context;
  }

  async draw(ensemble: Ensemble, style: DensityStyle, options?: CountOptions): Promise<void> {
    const { counts, particles } = await ensemble.count(options);
    const { canvas, context } = this;
    const [red, green, blue] = style.color.map((part) => Math.round(part * 255));
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.fillStyle = `rgb(${red} ${green} ${blue})`;
    const logRange = log(style.top / style.bottom);
    for (let bin = 0; bin < counts.length; bin++) {
      const share = counts[bin] / particles;
      const height =
        style.scale === 'linear'
          ? share / style.top
          : log(Math.max(share, style.bottom) / style.bottom) / logRange;
      const left = (bin / counts.length) * canvas.width;
      const pixels = Math.min(1, height) * canvas.height;
      context.fillRect(left, canvas.height - pixels, canvas.width / counts.length, pixels);
    }
  }

  resize(width: number, height: number): void {
    this.canvas.width = width;
    this.canvas.height = height;
  }
}
