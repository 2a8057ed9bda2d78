/** An array as NumPy's save writes it, its values as float32. */
export interface NpyArray {
  shape: number[];
  values: Float32Array;
}

type Reader = (view: DataView, offset: number, littleEndian: boolean) => number;

const readers: Record<string, [bytes: number, Reader]> = {
  f4: [4, (view, at, little) => view.getFloat32(at, little)],
  f8: [8, (view, at, little) => view.getFloat64(at, little)],
  i1: [1, (view, at) => view.getInt8(at)],
  i2: [2, (view, at, little) => view.getInt16(at, little)],
  i4: [4, (view, at, little) => view.getInt32(at, little)],
  i8: [8, (view, at, little) => Number(view.getBigInt64(at, little))],
  u1: [1, (view, at) => view.getUint8(at)],
  u2: [2, (view, at, little) => view.getUint16(at, little)],
  u4: [4, (view, at, little) => view.getUint32(at, little)],
  u8: [8, (view, at, little) => Number(view.getBigUint64(at, little))],
};

/** Reads a .npy file (format versions 1 to 3, C order, whole or real numbers); anything else is an Error with one clear line. */
export function readNpy(buffer: ArrayBuffer): NpyArray {
  const view = new DataView(buffer);
  if (buffer.byteLength < 12 || view.getUint32(0) !== 0x934e554d || view.getUint16(4) !== 0x5059)
    throw new Error("not a .npy file: it does not begin with \\x93NUMPY");
  const version = view.getUint8(6);
  const start = version === 1 ? 10 : 12;
  const end = start + (version === 1 ? view.getUint16(8, true) : view.getUint32(8, true));
  if (end > buffer.byteLength) throw new Error("the .npy header is cut off");
  const header = new TextDecoder("latin1").decode(new Uint8Array(buffer, start, end - start));
  return readValues(view, end, header);
}

function readValues(view: DataView, start: number, header: string): NpyArray {
  const type = /'descr'\s*:\s*'([<>|=])(\w+)'/.exec(header);
  const reader = type && readers[type[2]];
  if (!type || !reader) throw new Error("the .npy array's type is not a plain number");
  if (!/'fortran_order'\s*:\s*False/.test(header)) throw new Error("the .npy array is in Fortran order; save it in C order");
  const shape = /'shape'\s*:\s*\(([\d,\s]*)\)/.exec(header);
  if (!shape) throw new Error("the .npy header has no shape");

  const sizes = shape[1].split(",").map((size) => size.trim()).filter((size) => size !== "").map(Number);
  const length = sizes.reduce((product, size) => product * size, 1);
  const [bytes, read] = reader;
  if (start + length * bytes !== view.byteLength)
    throw new Error(`the .npy file has ${view.byteLength - start} bytes of values, its shape (${sizes.join(", ")}) needs ${length * bytes}`);
  return { shape: sizes, values: Float32Array.from({ length }, (_, i) => read(view, start + i * bytes, type[1] !== ">")) };
}
