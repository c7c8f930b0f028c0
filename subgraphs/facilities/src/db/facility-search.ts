import type { FacilityCriteria, FacilitySlice, FoundFacility } from '../application/ports.js';
import type { Reach } from '@voltpark/kit/reach';
import { boundingBox, earthRadiusMetres, type Circle } from '../domain/geography.js';
import { nameKey } from '@voltpark/contracts/names';
import { Prisma } from './generated/client.js';
import type { Db } from './saving.js';

const { sql, join, empty } = Prisma;

/**
 * The map query, one statement: a box of coordinates, which the index on them can search, narrows the circle
 * down; the haversine formula then measures what is left.
 */
export function findFacilities(
  db: Db,
  criteria: FacilityCriteria,
  slice: FacilitySlice,
  reach: Reach,
): Promise<FoundFacility[]> {
  const { near } = criteria;
  if (slice.orderBy === 'DISTANCE' && near === null) {
    throw new Error('An order by distance needs a point to measure from.');
  }
  const distance = near === null ? sql`NULL::float8` : distanceTo(near);
  const withinCircle =
    near === null ? empty : sql`AND "distanceMetres" <= ${near.radiusMetres}::float8`;
  return db.$queryRaw<FoundFacility[]>`
    SELECT id, "nameKey", "distanceMetres" FROM (
      SELECT id, name_key AS "nameKey", ${distance} AS "distanceMetres"
      FROM facility WHERE ${join(conditions(criteria, reach), ' AND ')}
    ) AS candidate
    WHERE TRUE ${withinCircle} ${behind(slice)}
    ORDER BY ${slice.orderBy === 'NAME' ? sql`"nameKey", id` : sql`"distanceMetres", id`}
    LIMIT ${slice.limit}`;
}

function conditions(criteria: FacilityCriteria, reach: Reach): Prisma.Sql[] {
  const { city, near, statuses, tenantId, hasFree } = criteria;
  return [
    sql`status::text = ANY(${[...statuses]}::text[])`,
    ...(reach.kind === 'NOTHING' ? [sql`FALSE`] : []),
    ...(reach.kind === 'TENANT' ? [sql`tenant_id = ${reach.tenantId}`] : []),
    ...(tenantId === null ? [] : [sql`tenant_id = ${tenantId}`]),
    ...(city === null ? [] : [sql`city_key = ${nameKey(city)}`]),
    ...(near === null ? [] : [withinBox(near)]),
    ...(hasFree === null ? [] : [withFreePlace(hasFree)]),
  ];
}

function withinBox(circle: Circle): Prisma.Sql {
  const { latitudes, longitudes } = boundingBox(circle);
  const [south, north] = latitudes;
  const ranges = longitudes.map(
    ([west, east]) => sql`longitude BETWEEN ${west}::float8 AND ${east}::float8`,
  );
  return sql`latitude BETWEEN ${south}::float8 AND ${north}::float8 AND (${join(ranges, ' OR ')})`;
}

function withFreePlace({ sizes, kind }: NonNullable<FacilityCriteria['hasFree']>): Prisma.Sql {
  return sql`EXISTS (
    SELECT 1 FROM free_places
    WHERE facility_id = facility.id AND free > 0 AND free_places.size::text = ANY(${[...sizes]}::text[])
    ${kind === null ? empty : sql`AND free_places.kind::text = ${kind}`})`;
}

/** Great-circle metres from the circle's centre by the haversine formula. */
function distanceTo({ latitude, longitude }: Circle): Prisma.Sql {
  return sql`(2 * ${earthRadiusMetres}::float8 * asin(sqrt(least(1,
    sin(radians(latitude - ${latitude}::float8) / 2) ^ 2
    + cos(radians(${latitude}::float8)) * cos(radians(latitude))
      * sin(radians(longitude - ${longitude}::float8) / 2) ^ 2))))`;
}

function behind(slice: FacilitySlice): Prisma.Sql {
  if (slice.after === null) return empty;
  const [key, id] = slice.after;
  return slice.orderBy === 'NAME'
    ? sql`AND ("nameKey", id) > (${key}, ${id})`
    : sql`AND ("distanceMetres", id) > (${key}::float8, ${id})`;
}
