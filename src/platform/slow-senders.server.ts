import { STATUS_CODES, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/** What was wrong with a request that could not be read, as Node tells it; whatever else is 400. */
const statuses: Record<string, number> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/**
 * Hangs up on whoever does not send his request in time, and not on somebody whom we did not listen to: after a standstill of our own (a start
 * on an old PC, a machine that does too much) Node looks at the clock before it reads what has arrived meanwhile, and would answer 408.
 */
export function hangUpOnSlowSenders(server: Server): void {
  const lastAnswers = new WeakMap<Duplex, ServerResponse>();
  server.prependListener('request', ({ socket }, response) => void lastAnswers.set(socket, response));
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const answer = lastAnswers.get(socket);
    if (error.code !== 'ERR_HTTP_REQUEST_TIMEOUT') return refuse(socket, error, answer);
    // By then what lay there is read.
    setImmediate(() => {
      if (lastAnswers.get(socket) === answer) refuse(socket, error, answer);
    });
  });
}

/** As Node does it where nobody listens to the error: an answer that is already on its way is not spoilt by another one. */
function refuse(socket: Duplex, error: NodeJS.ErrnoException, answer: ServerResponse | undefined): void {
  const isAnswering = answer?.headersSent && !answer.writableFinished;
  const status = statuses[error.code ?? ''] ?? 400;
  if (socket.writable && !isAnswering)
    socket.write(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\n\r\n`);
  socket.destroy(error);
}
