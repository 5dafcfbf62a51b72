import { once } from 'node:events';
import { createServer } from 'node:net';
import { randomInt } from 'node:crypto';

/** Temporal's schema for PostgreSQL keeps ports in a `smallint`, so none may be above this. */
const HIGHEST = 32_767;
const LOWEST = 20_000;

/** A free loopback port that fits Temporal's schema. */
export async function lowPort(): Promise<number> {
  for (;;) {
    const port = randomInt(LOWEST, HIGHEST);
    const server = createServer();
    const listening = once(server, 'listening').then(
      () => true,
      () => false,
    );
    server.listen(port, '127.0.0.1');
    if (!(await listening)) continue;
    server.close();
    await once(server, 'close');
    return port;
  }
}
