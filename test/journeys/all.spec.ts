import { modes } from '../support/town.js';
import { tellAll } from '../support/journey.js';
import { audit } from './audit.js';
import { billing } from './billing.js';
import { eventCatalog } from './catalog.js';
import { chargerFails } from './charger-fails.js';
import { chargingQueue } from './charging-queue.js';
import { device } from './device.js';
import { figures } from './figures.js';
import { forgotten } from './forgotten.js';
import { full } from './full.js';
import { gatewayRestart } from './gateway-restart.js';
import { liveOverSse } from './live-over-sse.js';
import { natsOutage } from './nats-outage.js';
import { noShow } from './no-show.js';
import { notices } from './notices.js';
import { oneGraph } from './one-graph.js';
import { parkAndLeave } from './park-and-leave.js';
import { pass } from './pass.js';
import { plugToPaid } from './plug-to-paid.js';
import { prices } from './prices.js';
import { realInput } from './real-input.js';
import { reserveToPaid } from './reserve-to-paid.js';
import { tenants } from './tenants.js';

const journeys = [
  audit,
  billing,
  chargerFails,
  chargingQueue,
  device,
  figures,
  forgotten,
  full,
  gatewayRestart,
  liveOverSse,
  natsOutage,
  noShow,
  notices,
  oneGraph,
  parkAndLeave,
  pass,
  plugToPaid,
  prices,
  realInput,
  reserveToPaid,
  tenants,
  // Told last: it looks at what all others made flow.
  eventCatalog,
];

for (const mode of modes) tellAll(mode, journeys);
