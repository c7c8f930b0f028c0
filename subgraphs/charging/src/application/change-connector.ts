import { changed, type Connector, type ConnectorChange } from '../domain/station.js';
import type { Stores } from './ports.js';

/** Changes a connector that is held, and tells it where the change is one that others see. */
export async function changeConnector(
  stores: Stores,
  held: Connector,
  change: ConnectorChange,
  at: Date,
): Promise<Connector> {
  const { connector, events } = changed(held, change, at);
  await stores.stations.saveConnector(connector);
  await stores.publish(events);
  return connector;
}
