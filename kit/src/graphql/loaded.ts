/**
 * What must be there: it was written a moment ago, or something that is there refers to it.
 * @throws Error where nothing is stored under the key; that is a fault of ours
 */
export async function loaded<Value>(
  loader: { load(key: string): Promise<Value | null> },
  key: string,
): Promise<Value> {
  const value = await loader.load(key);
  if (value === null) throw new Error(`Nothing is stored under ${key}.`);
  return value;
}
