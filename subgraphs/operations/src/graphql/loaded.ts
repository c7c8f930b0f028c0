import type DataLoader from 'dataloader';

/** What must be there: it was written a moment ago. */
export async function loaded<Value>(
  loader: DataLoader<string, Value | null>,
  key: string,
): Promise<Value> {
  const value = await loader.load(key);
  if (value === null) throw new Error(`Nothing is stored under ${key}.`);
  return value;
}
