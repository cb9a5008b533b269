import type { Socket } from 'node:net';

const TLS_HANDSHAKE = 0x16;

/**
 * Waits for the client's first bytes, leaves them in the socket, and tells which protocol they open.
 * Never calls back when the client leaves without a word.
 */
export function whenProtocolKnown(socket: Socket, then: (scheme: 'http' | 'https') => void): void {
  const read = () => {
    const chunk: Buffer | null = socket.read();
    if (chunk === null) {
      socket.destroy(); // readable without bytes: the end
      return;
    }
    socket.unshift(chunk);
    then(chunk[0] === TLS_HANDSHAKE ? 'https' : 'http');
  };
  socket.once('readable', read);
}
