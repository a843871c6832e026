/**
 * WGSL files by their path inside shaders/, without the ending: those of the run that the page
 * opens with. later-shaders.ts has all.
 */
const files = import.meta.glob<string>(
  [
    './*.wgsl',
    '!./{*-loss,averages,batch,escape,exponential,formula,layout-listed,level,norm,permutation,plane,roofline,tally,tiles}.wgsl',
    './{lanes/one,shift/native,stride/bits,generator/sfc32,noise/independent-normals,point/alone}.wgsl',
    './{state/position,source/gradient,optimizer/sgd-on-saddle,start/point,run/one}.wgsl',
    './{block/{eights,part},edge/every-eighth,groups/one,region/radius,passage/step}.wgsl',
    './{beyond/radius,axis/asinh}.wgsl',
  ],
  { base: '/shaders/', query: '?raw', import: 'default', eager: true },
);

export const firstShaders: Readonly<Record<string, string>> = byName(files);

/** Without "./" and ".wgsl". */
export function byName(texts: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(texts).map(([path, text]) => [
      path.replace('./', '').replace('.wgsl', ''),
      text,
    ]),
  );
}
