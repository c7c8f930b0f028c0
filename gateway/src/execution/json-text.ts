import type { GraphQLFormattedError } from 'graphql';

/**
 * Data that is JSON text already, in the place where Apollo Server keeps an object. What looks into it sees
 * nothing; {@link stringifyResult} puts the text where it belongs.
 */
export class JsonText {
  constructor(readonly text: string) {}

  toJSON(): unknown {
    return JSON.parse(this.text);
  }
}

/** A GraphQL result, as Apollo Server's `stringifyResult` gets it. */
interface Result {
  readonly data?: unknown;
  readonly errors?: readonly GraphQLFormattedError[] | undefined;
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
}

/** Writes a result as JSON text, errors first, without parsing or writing its {@link JsonText} again. */
export function stringifyResult(result: Result): string {
  const { data, errors, extensions } = result;
  if (!(data instanceof JsonText)) return JSON.stringify(result);
  const before = errors && errors.length > 0 ? `{"errors":${JSON.stringify(errors)},` : '{';
  const after = extensions ? `,"extensions":${JSON.stringify(extensions)}}` : '}';
  return `${before}"data":${data.text}${after}`;
}
