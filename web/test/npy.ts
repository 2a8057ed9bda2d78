/** The bytes of a .npy file, format version 1, as NumPy writes it. */
export function npy(descr: string, shape: number[], values: ArrayLike<number> & { buffer: ArrayBufferLike }, fortran = "False"): ArrayBuffer {
  const head = `{'descr': '${descr}', 'fortran_order': ${fortran}, 'shape': (${shape.join(", ")}${shape.length === 1 ? "," : ""}), }`;
  const padded = `${head.padEnd(Math.ceil((head.length + 11) / 64) * 64 - 11)}\n`;
  const prefix = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, padded.length & 255, padded.length >> 8);
  const bytes = [...prefix, ...new TextEncoder().encode(padded), ...new Uint8Array(values.buffer)];
  return Uint8Array.from(bytes).buffer;
}
