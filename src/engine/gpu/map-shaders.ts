import { byName } from './shader-library';

const files = import.meta.glob<string>(['/shaders/{escape,tally}.wgsl', '/shaders/run/many.wgsl'], {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** The WGSL files that only maps need, loaded with their first kernel. */
export const mapShaders: Readonly<Record<string, string>> = byName(files);
