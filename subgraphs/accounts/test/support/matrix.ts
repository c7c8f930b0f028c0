/** Words for the matrix of who may do what: a column for everyone who might ask. */
export const columns = [
  'nobody',
  'owner',
  'otherDriver',
  'attendant',
  'operator',
  'otherOperator',
  'device',
  'partner',
  'admin',
] as const;
export type Who = (typeof columns)[number];

export const U = 'UNAUTHENTICATED';
export const F = 'FORBIDDEN';

export function byColumn(words: string): Record<Who, string> {
  const each = words.trim().split(/\s+/);
  return Object.fromEntries(columns.map((who, index) => [who, each[index] ?? '?'])) as Record<
    Who,
    string
  >;
}

export function onlyDrivers(success: string): string {
  return `${U} ${success} ${success} ${F} ${F} ${F} ${F} ${F} ${F}`;
}

export function onlyOwner(success: string): string {
  return `${U} ${success} NotFound ${F} ${F} ${F} ${F} ${F} ${F}`;
}

export function managers(success: string, foreign: string): string {
  return `${U} ${F} ${F} ${F} ${success} ${foreign} ${F} ${F} ${success}`;
}
