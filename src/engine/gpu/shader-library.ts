/** Every WGSL file by its path inside shaders/, without the ending: the only place that imports them. */
const files = import.meta.glob<string>('/shaders/**/*.wgsl', {
  query: '?raw',
  import: 'default',
  eager: true,
});

export const shaderLibrary: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(files).map(([path, text]) => [path.replace('/shaders/', '').replace('.wgsl', ''), text]),
);
