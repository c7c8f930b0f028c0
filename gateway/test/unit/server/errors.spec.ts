import { GraphQLError } from 'graphql';
import { describe, expect, it } from 'vitest';
import { formatError } from '../../../src/server/errors.js';

describe('an error for clients', () => {
  it('says nothing of an exception', () => {
    for (const error of [new Error('password=x'), new GraphQLError('password=x'), 'password=x'])
      expect(formatError(error, 'c1')).toEqual({
        message: 'Something went wrong on our side.',
        extensions: { code: 'INTERNAL_SERVER_ERROR', correlationId: 'c1' },
      });
  });

  it('keeps what was meant for them', () => {
    const error = {
      message: 'No.',
      path: ['a', 0],
      extensions: { code: 'FORBIDDEN', scopes: ['x'] },
    };
    expect(formatError(error, 'c1')).toEqual({
      ...error,
      extensions: { code: 'FORBIDDEN', scopes: ['x'], correlationId: 'c1' },
    });
  });

  it('never holds a stack, a cause or an HTTP head', () => {
    const secrets = { stacktrace: ['at x'], exception: {}, http: {}, originalError: 'x' };
    const { extensions } = formatError(
      { message: 'No.', extensions: { code: 'FORBIDDEN', ...secrets } },
      'c1',
    );
    expect(extensions).toEqual({ code: 'FORBIDDEN', correlationId: 'c1' });
  });
});
