/** A point on Earth, WGS 84 degrees. */
export interface Place {
  readonly latitude: number;
  readonly longitude: number;
}

const EARTH_METERS = 6_371_008.8;
const METERS_PER_DEGREE = (Math.PI * EARTH_METERS) / 180;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Metres between two places along the Earth's surface (haversine). */
export function metersBetween(a: Place, b: Place): number {
  const north = radians(b.latitude - a.latitude);
  const east = radians(b.longitude - a.longitude);
  const h =
    Math.sin(north / 2) ** 2 + Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * Math.sin(east / 2) ** 2;
  return 2 * EARTH_METERS * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** A rectangle of degrees that does not cross the antimeridian. */
export interface Box {
  readonly south: number;
  readonly north: number;
  readonly west: number;
  readonly east: number;
}

/** One or two rectangles that hold every place within `radius` metres: what an index can search. */
export function boxesAround({ latitude, longitude }: Place, radius: number): readonly Box[] {
  const tall = radius / METERS_PER_DEGREE;
  const south = Math.max(-90, latitude - tall);
  const north = Math.min(90, latitude + tall);
  // The circle is widest towards the pole, where degrees of longitude are shortest.
  const shortest = Math.cos(radians(Math.max(Math.abs(south), Math.abs(north))));
  const wide = shortest > 0.001 ? tall / shortest : 180;
  if (wide >= 180) return [{ south, north, west: -180, east: 180 }];
  const west = longitude - wide;
  const east = longitude + wide;
  if (west < -180)
    return [
      { south, north, west: -180, east },
      { south, north, west: west + 360, east: 180 },
    ];
  if (east > 180)
    return [
      { south, north, west, east: 180 },
      { south, north, west: -180, east: east - 360 },
    ];
  return [{ south, north, west, east }];
}
