/** An entity of another context, of which this one resolves its own fields by id. @public named by codegen.yml */
export interface Reference {
  readonly id: string;
}
