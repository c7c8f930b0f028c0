import { describe, expect, it } from 'vitest';
import { credentialsOf } from '../../../src/subscriptions/credentials.js';

describe('What a client shows', () => {
  it('stands in the payload of its initialisation', () => {
    expect(credentialsOf({}, { authorization: 'Bearer a' })).toEqual({ authorization: 'Bearer a' });
    expect(credentialsOf({}, { Authorization: 'Bearer a' })).toEqual({ authorization: 'Bearer a' });
    expect(credentialsOf({}, { apiKey: 'vp_1' })).toEqual({ apiKey: 'vp_1' });
  });

  it('stands in its headers when the payload has none', () => {
    const headers = { authorization: 'Bearer h', 'x-api-key': 'vp_h' };
    expect(credentialsOf(headers)).toEqual({ authorization: 'Bearer h', apiKey: 'vp_h' });
    expect(credentialsOf(headers, { authorization: 'Bearer p' })).toEqual({
      authorization: 'Bearer p',
    });
  });

  it('is nothing when it is no text', () => {
    expect(credentialsOf({}, { authorization: 7, apiKey: null })).toEqual({});
  });
});
