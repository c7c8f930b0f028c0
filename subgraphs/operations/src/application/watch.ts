import { observe, settle, type Device, type Observation } from '../domain/device.js';
import type { Ports, Stores } from './ports.js';

/** What it takes to watch a device. */
export type Watching = Pick<Ports, 'clock' | 'newId' | 'patience'>;

/** Keeps a held device as it is after something became known of it, and tells what follows from that. */
export async function watch(
  { devices, publish }: Pick<Stores, 'devices' | 'publish'>,
  device: Device,
  seen: Observation,
  { clock, newId, patience }: Watching,
): Promise<Device> {
  const now = clock.now();
  const observed = observe(device, seen, now);
  const events = settle(observed, now, patience);
  const last = events.at(-1)?.device ?? observed;
  await devices.save(last);
  if (last.health !== device.health) await devices.turn(last, newId());
  await publish(events);
  return last;
}

/** Health that follows from the passing of time: conditions that have lasted, devices that fell silent. */
export function settleHealth(ports: Watching & Pick<Ports, 'transact'>, batch: number) {
  return async (cause: Parameters<Ports['transact']>[0]): Promise<number> =>
    ports.transact(cause, async (stores) => {
      const due = await stores.devices.holdDue(ports.clock.now(), ports.patience, batch);
      for (const device of due) await watch(stores, device, { kind: 'TIME_PASSED' }, ports);
      return due.length;
    });
}
