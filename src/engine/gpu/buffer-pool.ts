/** Bytes of buffers that are kept for the next one of their size. */
const MOST_SPARE_BYTES = 2 ** 26;

/**
 * Buffers of one device that nobody uses, for the next one of the same size and usage: a slider
 * that moves makes a population of the same size at every tick.
 */
export class BufferPool {
  /** In the order in which they came back. */
  private spare: GPUBuffer[] = [];
  private spareBytes = 0;

  constructor(private readonly device: GPUDevice) {}

  /** A spare buffer, with what its last user left in it; null where there is none. */
  take(bytes: number, usage: GPUBufferUsageFlags): GPUBuffer | null {
    const place = this.spare.findIndex((each) => each.size === bytes && each.usage === usage);
    if (place < 0) return null;
    const [buffer] = this.spare.splice(place, 1);
    this.spareBytes -= buffer.size;
    return buffer;
  }

  /** A spare buffer or a new one. */
  takeOrCreate(label: string, bytes: number, usage: GPUBufferUsageFlags): GPUBuffer {
    return this.take(bytes, usage) ?? this.device.createBuffer({ label, size: bytes, usage });
  }

  /** Takes a buffer back that is not mapped and that no later work uses. */
  giveBack(buffer: GPUBuffer): void {
    this.spare.push(buffer);
    this.spareBytes += buffer.size;
    while (this.spareBytes > MOST_SPARE_BYTES) this.destroyOldest();
  }

  clear(): void {
    while (this.spare.length > 0) this.destroyOldest();
  }

  private destroyOldest(): void {
    const buffer = this.spare.shift()!;
    this.spareBytes -= buffer.size;
    buffer.destroy();
  }
}
