import {
  isAbstractType,
  isCompositeType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLCompositeType,
  type GraphQLFormattedError,
  type GraphQLOutputType,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { compileIntrospection, type IntrospectionText } from './introspection.js';
import { isJsonObject, readerOf, type JsonObject } from './json.js';
import { compileLeaf } from './leaf.js';
import type { CollectedField, Selections } from './selection.js';

/** The state of one projection. */
export interface ProjectionRun {
  readonly variables: Readonly<Record<string, unknown>>;
  /** Where the projection stands; names and indices from the root. */
  readonly path: (string | number)[];
  /** What did not fit the schema. */
  readonly errors: GraphQLFormattedError[];
}

/**
 * Writes a value as JSON text. Undefined: there is no valid value, and what holds it must do without;
 * the error has then been told.
 */
type Writer = (value: unknown, run: ProjectionRun) => string | undefined;

/** One field of an object: its key with what stands before it, and how its value is found and written. */
interface FieldWriter {
  readonly key: string;
  readonly name: string;
  readonly write: (object: JsonObject, run: ProjectionRun) => string | undefined;
}

/** The projection of merged data to what the client asked for, as JSON text. */
export type Projection = (data: JsonObject, run: ProjectionRun) => string;

/**
 * Compiles the projection of an operation whose conditions are decided: the client's order and names, only
 * what was asked for, typenames, introspection, and nulls that rise as the API schema says.
 */
export function compileProjection(
  selections: Selections,
  operation: OperationDefinitionNode,
): Projection {
  const root = selections.schema.getRootType(operation.operation);
  if (!root) throw new Error(`The schema has no ${operation.operation}.`);
  const write = new Compiler(selections, operation).object(root, [operation.selectionSet]);
  return (data, run) => write(data, run) ?? 'null';
}

class Compiler {
  readonly #selections: Selections;
  readonly #operation: OperationDefinitionNode;

  constructor(selections: Selections, operation: OperationDefinitionNode) {
    this.#selections = selections;
    this.#operation = operation;
  }

  /** Writes an object of the type or one below it. */
  object(type: GraphQLCompositeType, selectionSets: readonly SelectionSetNode[]): Writer {
    if (isObjectType(type)) return this.#concrete(type, selectionSets);
    const byTypename = new Map<unknown, Writer>();
    return (value, run) => {
      if (!isJsonObject(value)) return invalid(run);
      const typename = value['__typename'];
      let write = byTypename.get(typename);
      if (write === undefined) {
        const actual =
          typename === undefined || typename === null ? type : this.#typeNamed(typename);
        // Typenames that clients do not know are not kept: there may be no end of them.
        if (!actual) return invalid(run, 'An object of an unknown type was found');
        write = this.#concrete(actual, selectionSets);
        byTypename.set(typename, write);
      }
      return write(value, run);
    };
  }

  /** Writes an object of exactly this type. What is selected of it is compiled when the first one comes. */
  #concrete(type: GraphQLCompositeType, selectionSets: readonly SelectionSetNode[]): Writer {
    let fields: readonly FieldWriter[] | undefined;
    return (value, run) => {
      if (!isJsonObject(value)) return invalid(run);
      fields ??= this.#fields(type, selectionSets);
      let json = '';
      for (const field of fields) {
        const text = field.write(value, run);
        if (text === undefined) return undefined;
        json += field.key + text;
      }
      return json === '' ? '{}' : json + '}';
    };
  }

  #typeNamed(typename: unknown): GraphQLCompositeType | undefined {
    const type =
      typeof typename === 'string' ? this.#selections.schema.getType(typename) : undefined;
    return isCompositeType(type) ? type : undefined;
  }

  #fields(
    type: GraphQLCompositeType,
    selectionSets: readonly SelectionSetNode[],
  ): readonly FieldWriter[] {
    return this.#selections.fieldsOf(type, selectionSets).map((field, index) => ({
      key: `${index === 0 ? '{' : ','}${JSON.stringify(field.responseName)}:`,
      name: field.responseName,
      write: this.#field(type, field),
    }));
  }

  #field(type: GraphQLCompositeType, field: CollectedField): FieldWriter['write'] {
    if (field.name === '__typename') return typenameWriter(type);
    if (field.name === '__schema' || field.name === '__type') {
      const introspect: IntrospectionText = compileIntrospection(
        this.#selections,
        this.#operation,
        field,
      );
      return (_object, run) => introspect(run.variables);
    }
    const definition = 'getFields' in type ? type.getFields()[field.name] : undefined;
    if (!definition) throw new Error(`There is no field ${type.name}.${field.name}.`);
    const read = readerOf(field.responseName);
    const write = this.#value(definition.type, field.selectionSets, `${type.name}.${field.name}`);
    const { responseName } = field;
    if (isPlainLeaf(definition.type)) {
      // Leaves need their place only when they are faulty; most of an answer is leaves.
      return (object, run) => {
        const errors = run.errors.length;
        const text = write(read(object), run);
        if (run.errors.length > errors) addToPath(run, errors, responseName);
        return text;
      };
    }
    return (object, run) => {
      run.path.push(responseName);
      const text = write(read(object), run);
      run.path.pop();
      return text;
    };
  }

  #value(
    type: GraphQLOutputType,
    selectionSets: readonly SelectionSetNode[],
    field: string,
  ): Writer {
    if (!isNonNullType(type)) {
      const write = this.#present(type, selectionSets, field);
      return (value, run) =>
        value === null || value === undefined ? 'null' : (write(value, run) ?? 'null');
    }
    const write = this.#present(type.ofType, selectionSets, field);
    return (value, run) => {
      if (value !== null && value !== undefined) return write(value, run);
      return invalid(run, `Cannot return null for non-nullable field ${field}`);
    };
  }

  /** Writes a value that is there. */
  #present(
    type: GraphQLOutputType,
    selectionSets: readonly SelectionSetNode[],
    field: string,
  ): Writer {
    if (isListType(type)) return listWriter(this.#value(type.ofType, selectionSets, field));
    if (isLeafType(type)) {
      const text = compileLeaf(type);
      const message = `An invalid value was found for field ${field}`;
      return (value, run) => text(value) ?? invalid(run, message);
    }
    if (isCompositeType(type)) return this.object(type, selectionSets);
    throw new Error(`The type of ${field} cannot be written.`);
  }
}

function isPlainLeaf(type: GraphQLOutputType): boolean {
  return isLeafType(isNonNullType(type) ? type.ofType : type);
}

function listWriter(write: Writer): Writer {
  return (value, run) => {
    if (!Array.isArray(value)) return invalid(run);
    const at = run.path.length;
    let isWhole = true;
    let json = '';
    for (let index = 0; index < value.length; index++) {
      run.path[at] = index;
      const text = write(value[index], run);
      // Go on, so that every faulty element is told.
      if (text === undefined) isWhole = false;
      json += index === 0 ? text : ',' + text;
    }
    run.path.length = at;
    return isWhole ? `[${json}]` : undefined;
  };
}

function typenameWriter(type: GraphQLCompositeType): FieldWriter['write'] {
  if (isObjectType(type)) {
    const text = JSON.stringify(type.name);
    return () => text;
  }
  // Neither the object nor the schema says what it is; an object that cannot be named is no answer.
  return isAbstractType(type)
    ? (_object, run) => invalid(run, 'The type of an object is unknown')
    : () => 'null';
}

/** Notes an error at the place where the projection stands. Gives undefined, the sign of "no valid value". */
function invalid(run: ProjectionRun, message = 'A value of another shape was expected'): undefined {
  run.errors.push({
    message: `${message}.`,
    path: run.path.slice(),
    extensions: { code: 'INVALID_SUBGRAPH_RESPONSE' },
  });
}

/** Completes the path of errors that a leaf noted. */
function addToPath(run: ProjectionRun, start: number, name: string): void {
  for (const error of run.errors.splice(start)) {
    run.errors.push({ ...error, path: [...(error.path ?? []), name] });
  }
}
