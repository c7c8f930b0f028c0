/** An entity that is known here by its id alone. */
export interface Reference {
  readonly id: string;
}
