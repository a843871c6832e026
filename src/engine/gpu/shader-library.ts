/**
 * WGSL files by their path inside shaders/, without the ending: those of the run that the page
 * opens with. later-shaders.ts has all.
 */
const files = import.meta.glob<string>(
  [
    '/shaders/*.wgsl',
    '!/shaders/{*-loss,averages,batch,escape,exponential,formula,layout-listed,level,norm,permutation,plane,roofline,tally}.wgsl',
    '/shaders/{shift/native,stride/bits,generator/sfc32,noise/gaussian,point/one,loss/saddle,schedule/constant}.wgsl',
    '/shaders/{state/position,source/gradient,optimizer/sgd,start/point,run/one}.wgsl',
    '/shaders/{block/{whole,part},region/radius,passage/step,beyond/radius,axis/asinh}.wgsl',
  ],
  { query: '?raw', import: 'default', eager: true },
);

export const firstShaders: Readonly<Record<string, string>> = byName(files);

/** Without the folder and the ending. */
export function byName(texts: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(texts).map(([path, text]) => [
      path.replace('/shaders/', '').replace('.wgsl', ''),
      text,
    ]),
  );
}
