import type { GatewayEnvironment } from '../environment.js';
import type { ExternalIssuer } from './external.js';

/** The external issuer that the environment names, if any. */
export function externalIssuer(environment: GatewayEnvironment): ExternalIssuer | undefined {
  const { OIDC_ISSUER: issuer, OIDC_AUDIENCE: audience } = environment;
  if (issuer === undefined || audience === undefined) return undefined;
  return {
    issuer,
    audience,
    jwksUrl: environment.OIDC_JWKS_URL,
    rolesClaim: environment.OIDC_ROLES_CLAIM,
    roleMap: environment.OIDC_ROLE_MAP,
    tenantClaim: environment.OIDC_TENANT_CLAIM,
  };
}
