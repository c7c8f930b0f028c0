import { once } from 'node:events';
import { createServer, get, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { trackSilentConnections } from '../../src/server/silent-connections.js';

it('a connection that never asked for anything does not hold up a server that closes, one that did is left alone', async () => {
  const server = createServer((_request, response) => response.write('begun'));
  const closeSilent = trackSilentConnections(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  const silent = connect(port, '127.0.0.1');
  await once(silent, 'connect');
  silent.resume();
  const asking = get({ port, host: '127.0.0.1' });
  const [answer] = (await once(asking, 'response')) as [IncomingMessage];

  const gone = once(silent, 'close');
  closeSilent();
  await gone;
  expect(answer.destroyed).toBe(false);

  const closed = once(server, 'close');
  server.close();
  asking.on('error', () => undefined).destroy();
  await closed;
});
