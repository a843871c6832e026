import { expect, test } from 'vitest';

test('the browser has a WebGPU adapter', async () => {
  const adapter = await navigator.gpu?.requestAdapter();
  expect(adapter, 'no WebGPU adapter').toBeTruthy();
  const { vendor, architecture, device, description } = adapter!.info;
  console.log('gpu:', vendor, architecture, device, description);
});
