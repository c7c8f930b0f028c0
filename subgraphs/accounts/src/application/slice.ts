/** A stretch of a list: at most `limit` rows behind the sort key `after`. */
export interface Slice<Key> {
  readonly limit: number;
  readonly after: Key | null;
}
