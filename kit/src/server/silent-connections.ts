import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Keeps track of connections that have not asked for anything yet: clients' pools open some in advance. Node does
 * not count them as idle, so a server that closes would wait for them to the end of its patience.
 * @returns closes those that are silent now
 */
export function trackSilentConnections(server: Server): () => void {
  const silent = new Set<Socket>();
  const speaks = ({ socket }: { readonly socket: Socket }) => silent.delete(socket);
  server.on('connection', (socket) => {
    silent.add(socket);
    socket.once('close', () => silent.delete(socket));
  });
  server.on('request', speaks);
  server.on('upgrade', (_request, socket: Socket) => speaks({ socket }));
  return () => {
    for (const socket of silent) socket.destroy();
  };
}
