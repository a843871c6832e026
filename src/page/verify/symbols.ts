/** Claims are written for terminals: on the page "sigma^2 <= 2" reads "σ² ≤ 2". */
const SYMBOLS: [RegExp, string][] = [
  [/\brho_0/g, 'ρ₀'],
  [/\bsigma\b/g, 'σ'],
  [/\btau\b/g, 'τ'],
  [/\brho\b/g, 'ρ'],
  [/\bkappa\b/g, 'κ'],
  [/\bbeta\b/g, 'β'],
  [/\beta\b/g, 'η'],
  [/\bmu\b/g, 'μ'],
  [/\bxi\b/g, 'ξ'],
  [/_i\b/g, 'ᵢ'],
  [/\bx0\b/g, 'x₀'],
  [/\bsqrt[ ]?/g, '√'],
  [/\^2/g, '²'],
  [/<=/g, '≤'],
  [/ - /g, ' − '],
  // A sign, not a hyphen.
  [/(?<![\p{L}\d)\]])-(?=[\p{L}\d(])/gu, '−'],
  [/ √/g, '\u00a0√'],
  // "σ = 2" stays on one line.
  [/ ([=<>≤]) /g, '\u00a0$1\u00a0'],
];

export function withSymbols(text: string): string {
  return SYMBOLS.reduce((changed, [pattern, symbol]) => changed.replace(pattern, symbol), text);
}
