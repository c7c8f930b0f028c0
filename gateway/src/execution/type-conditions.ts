import {
  isInterfaceType,
  isObjectType,
  isUnionType,
  type Schema,
} from '@apollo/federation-internals';

/** Which types fulfil which type conditions, in the whole supergraph (inaccessible types included). */
export class TypeConditions {
  readonly #narrower = new Map<string, Set<string>>();
  readonly #concrete = new Set<string>();

  constructor(supergraph: Schema) {
    for (const type of supergraph.types()) {
      if (isObjectType(type)) this.#concrete.add(type.name);
      if (isUnionType(type)) {
        for (const member of type.types()) this.#add(type.name, member.name);
      } else if (isObjectType(type) || isInterfaceType(type)) {
        for (const above of type.interfaces()) this.#add(above.name, type.name);
      }
    }
  }

  /** True when an object of type `typename` passes `... on condition`. */
  holds(typename: string, condition: string): boolean {
    return typename === condition || (this.#narrower.get(condition)?.has(typename) ?? false);
  }

  /** True for the name of an object type, which says what an object is; an interface's does not. */
  isConcrete(typename: string): boolean {
    return this.#concrete.has(typename);
  }

  #add(condition: string, typename: string): void {
    const known = this.#narrower.get(condition);
    if (known) known.add(typename);
    else this.#narrower.set(condition, new Set([typename]));
  }
}
