/** An entity that is known here by its id alone. @public named by codegen.yml */
export interface Reference {
  readonly id: string;
}
