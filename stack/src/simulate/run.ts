import { buildDevice } from '../device.js';
import { signIn, VoltparkError, type Login } from '../import-facilities/voltpark.js';
import { Person } from '../person.js';
import { findPlaces } from './places.js';
import { simulate, type SimulationOptions } from './simulation.js';

/** A lively demo; other cars at every start, as those of the last one are still inside. */
export const demoSimulation = () => ({
  seed: Date.now() % 2 ** 31,
  busiestPerHour: 600,
  staySeconds: 300,
});

/** Whose car parks are simulated, and how. */
export interface RunOptions extends SimulationOptions {
  readonly url: string;
  /** An operator of the car parks. */
  readonly login: Login;
  /** Only these facilities; absent: all of the operator's that have slots. */
  readonly facilityIds?: readonly string[];
}

/**
 * Signs in, takes a device key, simulates until the signal, and gives the key back.
 * @throws VoltparkError when the operator has no car park with slots
 */
export async function runSimulation({
  url,
  login,
  facilityIds,
  ...options
}: RunOptions): Promise<void> {
  const operator = new Person(await signIn(url, login));
  const all = await findPlaces(operator);
  const places = all.filter(({ facilityId }) => facilityIds?.includes(facilityId) ?? true);
  const [first] = places;
  if (first === undefined) {
    throw new VoltparkError('There is no car park of yours with slots to simulate.');
  }
  const plugs = places.reduce((sum, place) => sum + [...place.plugs.values()].flat().length, 0);
  options.report(
    `Simulating ${places.map(({ name }) => name).join(', ')}: ${plugs} plugs, seed ${options.seed}. Ctrl-C ends it.`,
  );
  const { device, retire } = await buildDevice(operator, first.tenantId, 'Simulator', url);
  try {
    await simulate(operator, device, places, options);
  } finally {
    // Whoever ends the whole system has ended the gateway, too.
    await retire().catch(() => {});
  }
}
