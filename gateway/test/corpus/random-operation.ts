import fc from 'fast-check';
import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  isUnionType,
  isNonNullType,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
} from 'graphql';

/**
 * What decides about a random operation: an endless row of numbers. A generator asks for the next choice, so
 * that fast-check can shrink the row and with it the operation.
 */
class Choices {
  #at = 0;
  constructor(readonly row: readonly number[]) {}

  /** A number below `count`; 0 when the row is used up, so that every operation ends. */
  below(count: number): number {
    const next = this.row[this.#at++];
    return next === undefined || count <= 1 ? 0 : next % count;
  }

  get isUsedUp(): boolean {
    return this.#at >= this.row.length;
  }
}

/** Fields of the corpus whose answers differ from call to call are left out. */
const excluded = new Set(['Mutation.log', 'Query.fault', 'Query.echo']);

/** Arguments that lead somewhere in the corpus. */
const argumentsOf: Readonly<Record<string, string>> = {
  'Query.product': '(id: "b1")',
  'Query.products': '(first: 5)',
  'Query.book': '(isbn: "i3")',
  'Query.node': '(id: "g1")',
  'Query.person': '(id: "p2")',
  'Query.people': '(ids: ["p3", "none", "p1"])',
  'Query.review': '(id: "r3")',
  'Query.reviews': '(first: 5)',
};

/**
 * Writes random queries over a schema: selections at random, aliases that may clash in different objects,
 * inline and named fragments on anything that overlaps, `@include` and `@skip` with variables.
 */
class Writer {
  readonly #fragments: string[] = [];
  #aliases = 0;

  constructor(
    readonly schema: GraphQLSchema,
    readonly choices: Choices,
  ) {}

  operation(): string {
    const root = this.schema.getQueryType();
    if (!root) throw new Error('No queries');
    const selections = this.#selections(root, 5);
    return `query($yes: Boolean!, $no: Boolean!) { ... @include(if: $yes) { __typename } ... @skip(if: $no) { __typename } ${selections} } ${this.#fragments.join(' ')}`;
  }

  #selections(type: GraphQLCompositeType, depth: number): string {
    if (depth < 0 || this.choices.isUsedUp) return '__typename';
    const count = 1 + this.choices.below(4);
    const parts: string[] = [];
    for (let index = 0; index < count; index++) {
      const part = this.#selection(type, depth);
      if (part !== undefined) parts.push(part);
    }
    return parts.length > 0 ? parts.join(' ') : '__typename';
  }

  #selection(type: GraphQLCompositeType, depth: number): string | undefined {
    const kind = this.choices.below(8);
    if (kind === 0 && depth < 5) return this.#fragment(type, depth, false);
    if (kind === 1 && depth < 5) return this.#fragment(type, depth, true);
    if (kind === 2 || isUnionType(type)) {
      return isUnionType(type) ? this.#fragment(type, depth, false) : '__typename';
    }
    const fields = Object.values(type.getFields()).filter(
      (field) => !excluded.has(`${type.name}.${field.name}`) && this.#fits(type, field, depth),
    );
    const field = fields[this.choices.below(fields.length)];
    return field && this.#field(type, field, depth);
  }

  #fits(type: GraphQLCompositeType, field: GraphQLField<unknown, unknown>, depth: number): boolean {
    const isAnswerable =
      field.args.every(
        (argument) => !isNonNullType(argument.type) || argument.defaultValue !== undefined,
      ) || `${type.name}.${field.name}` in argumentsOf;
    return isAnswerable && (depth > 0 || !isCompositeType(getNamedType(field.type)));
  }

  #field(type: GraphQLCompositeType, field: GraphQLField<unknown, unknown>, depth: number): string {
    // An alias of its own keeps equal names of different types apart; without, the same name may come twice.
    const alias =
      isInterfaceType(type) || this.choices.below(3) === 0 ? `a${this.#aliases++}: ` : '';
    const args = argumentsOf[`${type.name}.${field.name}`] ?? '';
    const named = getNamedType(field.type);
    const below = isCompositeType(named) ? ` { ${this.#selections(named, depth - 1)} }` : '';
    return `${alias}${field.name}${args}${this.#condition()}${below}`;
  }

  #fragment(type: GraphQLCompositeType, depth: number, isNamed: boolean): string {
    const candidates = this.#overlapping(type);
    const condition = candidates[this.choices.below(candidates.length)] ?? type;
    const selections = this.#selections(condition, depth - 1);
    if (!isNamed) return `... on ${condition.name}${this.#condition()} { ${selections} }`;
    const name = `F${this.#fragments.length}_${this.#aliases++}`;
    this.#fragments.push(`fragment ${name} on ${condition.name} { ${selections} }`);
    return `...${name}${this.#condition()}`;
  }

  /**
   * What a fragment on an object of this type may be on. On an object type only the type itself: within an
   * abstract one below it stock loses sight of what the object is, and drops what is selected further in.
   */
  #overlapping(type: GraphQLCompositeType): GraphQLCompositeType[] {
    if (isObjectType(type)) return [type];
    const possible = this.schema.getPossibleTypes(type);
    return Object.values(this.schema.getTypeMap()).filter(
      (other): other is GraphQLCompositeType =>
        isCompositeType(other) &&
        !other.name.startsWith('__') &&
        possible.some((one) =>
          isAbstractType(other) ? this.schema.isSubType(other, one) : other === one,
        ),
    );
  }

  #condition(): string {
    const kind = this.choices.below(10);
    if (kind === 1) return ' @include(if: $yes)';
    if (kind === 2) return ' @include(if: $no)';
    if (kind === 3) return ' @skip(if: $yes)';
    return kind === 4 ? ' @skip(if: $no)' : '';
  }
}

/** Random operations over a schema with values for their variables `$yes` and `$no`. */
export function randomOperations(schema: GraphQLSchema): fc.Arbitrary<{
  query: string;
  variables: { yes: boolean; no: boolean };
}> {
  return fc.record({
    query: fc
      .array(fc.nat(1_000), { minLength: 20, maxLength: 160 })
      .map((row) => new Writer(schema, new Choices(row)).operation()),
    variables: fc.record({ yes: fc.boolean(), no: fc.boolean() }),
  });
}
