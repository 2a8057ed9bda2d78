/** Side of the pattern in pixels. */
const side = 8;

/** A pattern of diagonal lines that can be laid side by side: what was inferred without a coarse count. */
export function hatching(): ImageData {
  const image = new ImageData(side, side);
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      const isLine = (x + y) % side < 2;
      image.data.set([255, 255, 255, isLine ? 150 : 0], (y * side + x) * 4);
    }
  return image;
}
