import { byName } from './shader-library';

const files = import.meta.glob<string>(['./**/*.wgsl', '!./roofline.wgsl'], {
  base: '/shaders/',
  query: '?raw',
  import: 'default',
  eager: true,
});

/**
 * All WGSL files but the benchmark's roofline.ts: loaded by the first run that needs one which
 * shader-library.ts lacks.
 */
export const allShaders: Readonly<Record<string, string>> = byName(files);
