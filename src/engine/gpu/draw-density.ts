import type { CountOptions, DensityStyle, DensityView, Ensemble } from '../engine';
import { layoutOf, pack, STYLE } from '../layout';
import { GpuEnsemble } from './gpu-ensemble';
import type { LivingDevice } from './living-device';

/** Bars drawn from the counts buffer, with no read-back. Host of shaders/draw-density.wgsl. */
export class GpuDensityView implements DensityView {
  private readonly context: GPUCanvasContext;
  private device: GPUDevice | null = null;
  private style: GPUBuffer | null = null;

  constructor(
    private readonly living: LivingDevice,
    readonly format: GPUTextureFormat,
    private readonly canvas: OffscreenCanvas,
  ) {
    const context = canvas.getContext('webgpu');
    if (!context)
      throw new Error('The canvas gave no WebGPU context: it already belongs to another engine.');
    this.context = context;
  }

  async draw(ensemble: Ensemble, style: DensityStyle, options?: CountOptions): Promise<void> {
    await this.drawInto(() => this.context.getCurrentTexture(), ensemble, style, options);
  }

  /**
   * Draws into any texture of the canvas's format; `target` is asked for it after everything else
   * is ready.
   */
  async drawInto(
    target: () => GPUTexture,
    ensemble: Ensemble,
    style: DensityStyle,
    options?: CountOptions,
  ): Promise<void> {
    if (!(ensemble instanceof GpuEnsemble))
      throw new Error('This view draws ensembles of its own engine.');
    const { slots, particles } = await ensemble.countedSlots(options);
    const pipeline = await this.living.pipelines.density(this.format);
    const { device } = this.living;
    if (device !== this.device) this.settle(device);
    const uniform = this.style!;
    const { bins } = ensemble.spec.histogram;
    const values = {
      ...style,
      color: [...style.color, 1],
      particleCount: particles,
      binCount: bins,
      logarithmic: style.scale === 'log' ? 1 : 0,
    };
    device.queue.writeBuffer(uniform, 0, pack(STYLE, values));
    const encoder = device.createCommandEncoder({ label: 'saddle.draw-density' });
    const pass = encoder.beginRenderPass({
      label: 'saddle.draw-density',
      colorAttachments: [
        {
          view: target().createView({ label: 'saddle.draw-density' }),
          clearValue: [0, 0, 0, 0],
          loadOp: 'clear',
          storeOp: 'store',
        },
      ],
    });
    pass.setPipeline(pipeline);
    pass.setBindGroup(
      0,
      device.createBindGroup({
        label: 'saddle.draw-density',
        layout: pipeline.getBindGroupLayout(0),
        entries: [
          { binding: 0, resource: { buffer: uniform } },
          { binding: 1, resource: { buffer: slots } },
        ],
      }),
    );
    pass.draw(6, bins);
    pass.end();
    device.queue.submit([encoder.finish()]);
  }

  resize(width: number, height: number): void {
    this.canvas.width = width;
    this.canvas.height = height;
  }

  private settle(device: GPUDevice): void {
    this.device = device;
    this.style = device.createBuffer({
      label: 'saddle.style',
      size: layoutOf(STYLE).bytes,
      usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
    });
    this.context.configure({ device, format: this.format, alphaMode: 'premultiplied' });
  }
}
