/** Edges in degrees. */
export interface Box {
  west: number;
  south: number;
  east: number;
  north: number;
}

/** A cell of the fine grid; row 0 is the north edge. */
export interface Cell {
  row: number;
  column: number;
}

/** A place for data that have none: square cells of a hundredth of a degree around 0, 0, where degrees are square. */
export function plainBox(rows: number, columns: number): Box {
  const [height, width] = [rows * 0.005, columns * 0.005];
  return { west: -width, south: -height, east: width, north: height };
}

/** Whether a box is in degrees and can be drawn on a web map; the boxes of projected data are in metres. */
export function isOnEarth({ west, south, east, north }: Box): boolean {
  return west >= -180 && west < east && east <= 180 && south >= -85 && south < north && north <= 85;
}

/** How far north a latitude is drawn on a web map, in degrees of the equator. */
export function mercator(latitude: number): number {
  return (Math.log(Math.tan(Math.PI / 4 + (latitude * Math.PI) / 360)) * 180) / Math.PI;
}

/** The cell that contains a point, or null outside the box. */
export function cellAt(box: Box, rows: number, columns: number, longitude: number, latitude: number): Cell | null {
  const row = Math.floor(((box.north - latitude) / (box.north - box.south)) * rows);
  const column = Math.floor(((longitude - box.west) / (box.east - box.west)) * columns);
  return row >= 0 && row < rows && column >= 0 && column < columns ? { row, column } : null;
}

/** The edges of a cell of a grid with that many rows and columns. */
export function cellBox(box: Box, rows: number, columns: number, { row, column }: Cell): Box {
  const [height, width] = [(box.north - box.south) / rows, (box.east - box.west) / columns];
  return {
    west: box.west + column * width,
    east: box.west + (column + 1) * width,
    north: box.north - row * height,
    south: box.north - (row + 1) * height,
  };
}
