/** The viewers, in a process of their own. */
import { Viewers, type ViewersOrder } from './viewers.js';

const viewers = new Viewers();

process.on('message', (order: ViewersOrder) => {
  const answer: Promise<unknown> =
    order.do === 'CONNECT' ? viewers.connect(order) : viewers.report(order);
  answer.then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ fault: String(error) }),
  );
});
