import type { Feature, FeatureCollection, MultiPolygon, Polygon } from "geojson";

/** A part of the city, in degrees. */
export interface Zone {
  name: string;
  geometry: Polygon | MultiPolygon;
}

/** Longitude and latitude. */
export type Corner = [number, number];

/** What the zones of the data on the screen are, and which is picked and drawn. */
export interface ZoneState {
  /** The zones of the data. */
  zones: Zone[];
  /** The number of the zone whose day is shown. */
  zone: number;
  /** The corners so far of a zone that is being drawn; null where none is. */
  corners: Corner[] | null;
}

/** The corners as a polygon; a corner that was set twice, as by a double click, is one. Null of fewer than three. */
export function polygonOf(corners: Corner[]): Polygon | null {
  const places = corners.filter((corner, i) => i === 0 || !isSame(corner, corners[i - 1]));
  while (places.length > 1 && isSame(places[0], places.at(-1)!)) places.pop();
  return places.length < 3 ? null : { type: "Polygon", coordinates: [[...places, places[0]]] };
}

/** "Zone 3": the first number that no zone has. */
export function freeName(zones: Zone[]): string {
  for (let number = 1; ; number++) if (!zones.some(({ name }) => name === `Zone ${number}`)) return `Zone ${number}`;
}

/** Zones as GeoJSON, with their names. */
export function collectionOf(zones: Zone[]): FeatureCollection {
  return {
    type: "FeatureCollection",
    features: zones.map(({ name, geometry }): Feature => ({ type: "Feature", properties: { name }, geometry })),
  };
}

/** The rings of a zone's polygons, holes among them. */
export function ringsOf({ geometry }: Zone): Corner[][] {
  return (geometry.type === "Polygon" ? geometry.coordinates : geometry.coordinates.flat()) as Corner[][];
}

/** The middle of the box around a zone. */
export function middleOf(zone: Zone): Corner {
  const places = ringsOf(zone).flat();
  return [0, 1].map((axis) => {
    const values = places.map((place) => place[axis]);
    return (values.reduce((one, other) => Math.min(one, other)) + values.reduce((one, other) => Math.max(one, other))) / 2;
  }) as Corner;
}

function isSame(one: Corner, other: Corner): boolean {
  return one[0] === other[0] && one[1] === other[1];
}
