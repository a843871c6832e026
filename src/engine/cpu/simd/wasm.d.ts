/**
 * AssemblyScript, compiled while a product is built: scripts/assemblyscript.js. The module's bytes,
 * a character each.
 */
declare module '*.ts?wasm' {
  const text: string;
  export default text;
}

/** The same of the fused kernel: assembly/fused.ts. */
declare module '*.ts?wasm-fused' {
  const text: string;
  export default text;
}

/** The same of the small kernel: assembly/whole.ts. */
declare module '*.ts?wasm-opening' {
  const text: string;
  export default text;
}

/** The same of the functions of formulas: assembly/formula-functions.ts. */
declare module '*.ts?wasm-functions' {
  const text: string;
  export default text;
}
