import { once } from 'node:events';
import { createServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import type { Finding } from '../../src/doctor';
import { onCleanup } from '../support/cleanup';
import { idv, idvJson } from '../support/idv';

/** A Temporal server that lets nobody in, and keeps what it was shown. */
async function startClosedDoor(): Promise<{ address: string; shown: (string | undefined)[] }> {
  const shown: (string | undefined)[] = [];
  const server = createServer();
  server.on('stream', (stream, headers) => {
    shown.push(headers.authorization);
    // gRPC status 7: PERMISSION_DENIED
    const refusal = { ':status': 200, 'content-type': 'application/grpc', 'grpc-status': '7', 'grpc-message': 'no' };
    stream.respond(refusal, { endStream: true });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onCleanup(() => server.close());
  return { address: `127.0.0.1:${(server.address() as AddressInfo).port}`, shown };
}

test('an API key goes with every call, and where it is refused the doctor says so, without a word of the key', async () => {
  const { address, shown } = await startClosedDoor();
  const key = 'an-api-key-that-is-only-used-in-tests';
  const env = { TEMPORAL_ADDRESS: address, TEMPORAL_API_KEY: key, TEMPORAL_TLS: 'false' };
  const [finding] = await idvJson<Finding[]>(['doctor', '--no-vendor'], env);
  expect(new Set(shown)).toEqual(new Set([`Bearer ${key}`]));
  expect(finding).toMatchObject({
    check: 'Temporal server',
    verdict: 'wrong',
    finding: `Temporal at ${address} refuses the credentials.`,
  });
  const { stdout, stderr } = await idv(['get', 'x'], env);
  expect(stdout + stderr).not.toContain(key);
});
