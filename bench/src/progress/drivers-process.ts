/** The subscribers, in a process of their own. */
import { Drivers, type DriversOrder } from './drivers.js';

const drivers = new Drivers();

async function obey(order: DriversOrder): Promise<unknown> {
  switch (order.do) {
    case 'CONNECT':
      return drivers.connect(order);
    case 'BEGIN':
      return drivers.begin();
    case 'REPORT':
      return drivers.report();
  }
}

process.on('message', (order: DriversOrder) => {
  obey(order).then(
    (result) => process.send?.({ result: result ?? null }),
    (error: unknown) => process.send?.({ fault: String(error) }),
  );
});
