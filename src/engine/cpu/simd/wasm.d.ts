/**
 * AssemblyScript, compiled while a product is built: scripts/assemblyscript.js. The module's bytes,
 * a character each.
 */
declare module '*.ts?wasm' {
  const text: string;
  export default text;
}
