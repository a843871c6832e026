import { byName } from './shader-library';

const files = import.meta.glob<string>(['/shaders/**/*.wgsl', '!/shaders/roofline.wgsl'], {
  query: '?raw',
  import: 'default',
  eager: true,
});

/**
 * All WGSL files but the benchmark's roofline.ts: loaded by the first run that needs one which
 * shader-library.ts lacks.
 */
export const allShaders: Readonly<Record<string, string>> = byName(files);
