/**
 * One device for all engines of the tests, which keeps what was compiled on it: a mutant changes
 * one kernel of many, and compiling is what takes the time. Engines that are to lose their device,
 * or whose buffers are counted, need one of their own.
 */

/** The browser's GPU, whose only device is shared and outlives the engines on it. */
export const sharedGpu = {
  requestAdapter,
  getPreferredCanvasFormat: () => navigator.gpu.getPreferredCanvasFormat(),
} as GPU;

let shared: Promise<GPUDevice> | null = null;

async function requestAdapter(options?: GPURequestAdapterOptions): Promise<GPUAdapter | null> {
  const adapter = await navigator.gpu.requestAdapter(options);
  if (!adapter) return null;
  const { limits, info, features } = adapter;
  const requestDevice = async (descriptor?: GPUDeviceDescriptor) => {
    shared ??= adapter.requestDevice(descriptor).then(share);
    const device = await shared;
    // Errors of the engine before this one arrive before this one listens.
    await device.queue.onSubmittedWorkDone();
    opened.set(device, (opened.get(device) ?? 0) + 1);
    return device;
  };
  return { limits, info, features, requestDevice } as GPUAdapter;
}

/** Engines that are open on a device. */
const opened = new WeakMap<GPUDevice, number>();

/** Makes a device give the same object for the same description, and survive its engines. */
function share(device: GPUDevice): GPUDevice {
  const numbers = new WeakMap<object, number>();
  let objects = 0;
  /** A description with numbers for the objects in it. */
  const keyOf = (description: object): string =>
    JSON.stringify(description, (name, value) => {
      if (name === 'label') return undefined;
      return (typeof value === 'object' && value !== null && numbers.get(value)) || value;
    });
  function once<D extends object, T>(make: (description: D) => T, numbered: boolean) {
    const made = new Map<string, T>();
    return (description: D): T => {
      const key = keyOf(description);
      const known = made.get(key);
      if (known !== undefined) return known;
      const fresh = make(description);
      made.set(key, fresh);
      if (numbered) numbers.set(fresh as object, ++objects);
      return fresh;
    };
  }
  const compile = device.createShaderModule.bind(device);
  const createShaderModule = once((descriptor: GPUShaderModuleDescriptor) => {
    const module = compile(descriptor);
    const info = module.getCompilationInfo();
    // Chromium 156 does not answer the second call.
    module.getCompilationInfo = () => info;
    return module;
  }, true);
  let buffers: GPUBuffer[] = [];
  const createBuffer = device.createBuffer.bind(device);
  return Object.assign(device, {
    createShaderModule,
    createBindGroupLayout: once(device.createBindGroupLayout.bind(device), true),
    createPipelineLayout: once(device.createPipelineLayout.bind(device), true),
    createComputePipelineAsync: once(device.createComputePipelineAsync.bind(device), false),
    createBuffer(descriptor: GPUBufferDescriptor): GPUBuffer {
      const buffer = createBuffer(descriptor);
      buffers.push(buffer);
      return buffer;
    },
    destroy(): undefined {
      const left = opened.get(device)! - 1;
      opened.set(device, left);
      if (left > 0) return;
      for (const buffer of buffers) buffer.destroy();
      buffers = [];
    },
  });
}
