/** What theory says of a spec while a worker computes it (later-theory.ts). */
export const COMPUTING = 'Theory is being computed.';
