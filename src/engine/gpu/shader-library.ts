/** WGSL files by their path inside shaders/, without the ending: what populations need. Maps need map-shaders.ts, the benchmark roofline.ts. */
const files = import.meta.glob<string>(
  ['/shaders/**/*.wgsl', '!/shaders/{escape,tally,roofline}.wgsl', '!/shaders/run/many.wgsl'],
  { query: '?raw', import: 'default', eager: true },
);

export const shaderLibrary: Readonly<Record<string, string>> = byName(files);

/** Without the folder and the ending. */
export function byName(texts: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(texts).map(([path, text]) => [path.replace('/shaders/', '').replace('.wgsl', ''), text]),
  );
}
