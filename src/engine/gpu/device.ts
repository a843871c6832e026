import { NoAdapterError } from '../errors';

/** A device with what it told us; made anew after a loss. */
export interface DeviceHandle {
  device: GPUDevice;
  adapter: string;
  fallback: boolean;
  /** Set when the device is lost; the reason for people to read. */
  lost: string | null;
  /** First error that no call reported; thrown by the next call that uses the device. */
  error: GPUError | null;
}

/**
 * Limits we ask for beyond the defaults, each with its reason; the adapter's own value is taken.
 */
const WANTED_LIMITS = [
  'maxStorageBufferBindingSize', // more than 2^25 particle coordinates in one buffer
  'maxBufferSize', // the same
] as const;

/** @throws NoAdapterError when there is no adapter or it gives no device. */
export async function requestDevice(gpu: GPU): Promise<DeviceHandle> {
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) throw new NoAdapterError('WebGPU is available but gives no adapter.');
  const requiredLimits: Record<string, number> = {};
  for (const limit of WANTED_LIMITS) requiredLimits[limit] = adapter.limits[limit];
  const device = await adapter.requestDevice({ label: 'saddlescape', requiredLimits });
  const handle: DeviceHandle = {
    device,
    adapter: nameOf(adapter),
    fallback: isSoftware(adapter),
    lost: null,
    error: null,
  };
  device.addEventListener('uncapturederror', (event) => {
    event.preventDefault();
    handle.error ??= (event as GPUUncapturedErrorEvent).error;
  });
  device.lost.then((info) => {
    handle.lost = info.message || info.reason;
  });
  return handle;
}

/** What the platform calls an adapter, with the runtime where it is Deno, whose WebGPU is wgpu. */
function nameOf({ info }: GPUAdapter): string {
  const { vendor, architecture, description, device } = info;
  const names = [vendor, architecture, description || device].filter(Boolean);
  const deno = /^Deno\/\S+/.exec(globalThis.navigator?.userAgent ?? '')?.[0];
  return `${names.join(' ') || 'unnamed adapter'}${deno ? ` (${deno}, wgpu)` : ''}`;
}

/**
 * Whether an adapter computes on the CPU: what the platform says, and the names of those it does
 * not know.
 */
export function isSoftware({ info }: GPUAdapter): boolean {
  const names = [info.architecture, info.device, info.description].join(' ');
  return (
    info.isFallbackAdapter || /swiftshader|llvmpipe|lavapipe|basic render|software/i.test(names)
  );
}
