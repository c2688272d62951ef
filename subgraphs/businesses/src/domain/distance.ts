/** The Earth's mean radius in metres; `surface_point` in the database uses the same. */
const RADIUS = 6_371_008.8;

/** The straight line through the Earth between points that are so many metres apart on its surface. */
export const chordOf = (meters: number): number => 2 * RADIUS * Math.sin(meters / (2 * RADIUS));

/** The way over the surface between points with this straight line between them. It is what haversine gives. */
export const metersOf = (chord: number): number => 2 * RADIUS * Math.asin(Math.min(1, chord / (2 * RADIUS)));
