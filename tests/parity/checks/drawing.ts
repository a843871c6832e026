import { createCpuEngine } from '../../../src/engine/cpu/cpu-engine';
import type { CountOptions, DensityStyle, Engine, Ensemble } from '../../../src/engine/engine';
import { GpuDensityView } from '../../../src/engine/gpu/draw-density';
import type { GpuEngine } from '../../../src/engine/gpu/gpu-engine';
import { parseSpec } from '../../../src/spec/schema';
import { type Library, openEngine } from '../../support/gpu';

const SIZE = 128;

/**
 * Height of the bar in the middle of each bin, in pixels, from the alpha channel. Shape of pixels:
 * u8[SIZE][SIZE][4].
 */
function barHeights(pixels: ArrayLike<number>, bins: number): number[] {
  return Array.from({ length: bins }, (_, bin) => {
    const column = Math.floor(((bin + 0.5) / bins) * SIZE);
    let height = 0;
    for (let row = 0; row < SIZE; row++) if (pixels[4 * (row * SIZE + column) + 3] > 127) height++;
    return height;
  });
}

/**
 * What a view draws. Canvases of software adapters cannot be read back everywhere, so the GPU draws
 * into a texture.
 */
async function pixelsOf(
  engine: Engine,
  ensemble: Ensemble,
  style: DensityStyle,
  options: CountOptions,
): Promise<ArrayLike<number>> {
  const canvas = new OffscreenCanvas(SIZE, SIZE);
  const view = engine.createDensityView(canvas);
  view.resize(SIZE, SIZE);
  if (!(view instanceof GpuDensityView)) {
    await view.draw(ensemble, style, options);
    return canvas.getContext('2d')!.getImageData(0, 0, SIZE, SIZE).data;
  }
  const { device } = engine as GpuEngine;
  const texture = device.createTexture({
    size: [SIZE, SIZE],
    format: view.format,
    usage: GPUTextureUsage.RENDER_ATTACHMENT | GPUTextureUsage.COPY_SRC,
  });
  await view.drawInto(() => texture, ensemble, style, options);
  const bytesPerRow = 4 * SIZE;
  const buffer = device.createBuffer({
    size: bytesPerRow * SIZE,
    usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ,
  });
  const encoder = device.createCommandEncoder();
  encoder.copyTextureToBuffer({ texture }, { buffer, bytesPerRow }, [SIZE, SIZE]);
  device.queue.submit([encoder.finish()]);
  await buffer.mapAsync(GPUMapMode.READ);
  return new Uint8Array(buffer.getMappedRange().slice(0));
}

/** Both engines draw the same bars, and the bars are the counts. */
export async function checkDrawDensity(shaders: Library): Promise<void> {
  const bins = 16;
  const spec = parseSpec({
    start: { kind: 'gaussian' },
    histogram: { axis: 'linear', min: -2, max: 2, bins },
    ensemble: { particles: 10_000 },
  });
  const gpu = await openEngine(shaders);
  try {
    for (const { most, ...style } of [
      { color: [0.2, 0.4, 0.8], scale: 'linear', top: 0.12, bottom: 1e-3 },
      { color: [0.2, 0.4, 0.8], scale: 'log', top: 0.5, bottom: 1e-2 },
      { color: [0.2, 0.4, 0.8], scale: 'linear', top: 0.12, bottom: 1e-3, most: 3001 },
    ] satisfies (DensityStyle & CountOptions)[])
      for (const engine of [gpu, createCpuEngine()]) {
        const ensemble = await engine.create(spec);
        const heights = barHeights(await pixelsOf(engine, ensemble, style, { most }), bins);
        const { counts, particles } = await ensemble.count({ most });
        for (let bin = 0; bin < bins; bin++) {
          const share = counts[bin] / particles;
          const part =
            style.scale === 'linear'
              ? share / style.top
              : Math.log(share / style.bottom) / Math.log(style.top / style.bottom);
          const expected = Math.min(1, Math.max(0, part)) * SIZE;
          if (!(Math.abs(heights[bin] - expected) <= 1))
            throw new Error(
              `draw-density, ${engine.identity.kind}, ${style.scale}: bar ${bin} is ${heights[bin]} pixels high, expected ${expected.toFixed(1)}`,
            );
        }
        ensemble.destroy();
      }
  } finally {
    gpu.destroy();
  }
}
