/** AssemblyScript, compiled while a product is built: scripts/assemblyscript.js. The module's bytes in base 64. */
declare module '*.ts?wasm' {
  const base64: string;
  export default base64;
}
