/** Letter of a side, A to F: it has a colour by its class. */
export function sideLetter(side: number): string {
  return 'ABCDEF'[side];
}
