/** A column that a CHECK of the database promises for the row's status. */
export function present<Value>(value: Value | null): Value {
  if (value === null) throw new Error('A column is empty that the status promises.');
  return value;
}
