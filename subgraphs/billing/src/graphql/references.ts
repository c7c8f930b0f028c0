/** An entity of another context, of which billing resolves its own fields by id. @public named by codegen.yml */
export interface Reference {
  readonly id: string;
}
