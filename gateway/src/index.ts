export { gatewayEnvironment, subgraphUrlVariable, type GatewayEnvironment } from './environment.js';
export { startGateway, type Gateway, type GatewayOptions } from './gateway.js';
