import { parseEnvironment } from '@voltpark/kit/environment';
import { describe, expect, it } from 'vitest';
import { gatewayEnvironment } from '../../src/environment.js';

describe('the environment of the gateway', () => {
  it('needs nothing', () => {
    expect(parseEnvironment(gatewayEnvironment, {})).toMatchObject({
      GATEWAY_PORT: 4000,
      GATEWAY_HOST: '127.0.0.1',
      GATEWAY_RATE_LIMIT: true,
      SUBGRAPH_URLS: {},
      CORS_ORIGINS: [],
    });
  });

  it('is read from text', () => {
    expect(
      parseEnvironment(gatewayEnvironment, {
        GATEWAY_RATE_LIMIT: 'false',
        SUBGRAPH_URLS: '{"parking":"http://parking:4001/graphql"}',
        CORS_ORIGINS: 'https://a.example, https://b.example',
      }),
    ).toMatchObject({
      GATEWAY_RATE_LIMIT: false,
      SUBGRAPH_URLS: { parking: 'http://parking:4001/graphql' },
      CORS_ORIGINS: ['https://a.example', 'https://b.example'],
    });
  });

  it('has its faults reported together', () => {
    const faults = () =>
      parseEnvironment(gatewayEnvironment, {
        GATEWAY_PORT: '99999',
        SUBGRAPH_URLS: '{"parking":',
        OIDC_ROLE_MAP: '{"a":"KING"}',
        VOLTPARK_ACTOR_PRIVATE_JWK: 'secret-text',
      });
    expect(faults).toThrow(
      /GATEWAY_PORT[^]*SUBGRAPH_URLS[^]*VOLTPARK_ACTOR_PRIVATE_JWK[^]*OIDC_ROLE_MAP/,
    );
    expect(faults).not.toThrow(/secret-text/);
  });

  it('wants an audience for an external issuer', () => {
    const issuer = { OIDC_ISSUER: 'https://issuer.example' };
    expect(() => parseEnvironment(gatewayEnvironment, issuer)).toThrow(/OIDC_AUDIENCE/);
  });
});
