/** Every WGSL file by its path inside shaders/, without the ending; but for that of roofline.ts, which only the benchmark needs. */
const files = import.meta.glob<string>(['/shaders/**/*.wgsl', '!/shaders/roofline.wgsl'], {
  query: '?raw',
  import: 'default',
  eager: true,
});

export const shaderLibrary: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(files).map(([path, text]) => [path.replace('/shaders/', '').replace('.wgsl', ''), text]),
);
