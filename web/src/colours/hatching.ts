/** Side of the pattern in pixels. */
const side = 8;

/** A pattern of dark diagonal lines that can be laid side by side: what was inferred without a coarse count, in pictures on a light page. */
export function hatching(): ImageData {
  const image = new ImageData(side, side);
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      const isLine = (x + y) % side < 2;
      image.data.set([27, 31, 42, isLine ? 140 : 0], (y * side + x) * 4);
    }
  return image;
}
