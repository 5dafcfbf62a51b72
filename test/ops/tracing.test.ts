import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onCleanup } from '../support/cleanup';
import { startObservedProduct } from '../support/observed-product';
import { until } from '../support/until';

interface Sent {
  resourceSpans: { scopeSpans: { spans: { name: string; attributes: unknown[] }[] }[] }[];
}

/** A collector that keeps the spans that it is sent as JSON. */
async function startCollector() {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      bodies.push(body);
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onCleanup(() => {
    server.close();
    server.closeAllConnections();
  });
  const spans = () =>
    bodies
      .map((body) => JSON.parse(body) as Sent)
      .flatMap(({ resourceSpans }) => resourceSpans)
      .flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/traces`, bodies, spans };
}

test('with tracing on, spans of workflow and vendor call reach a collector, and hold nothing of the result', async () => {
  const collector = await startCollector();
  const product = await startObservedProduct({ IDV_TRACING_URL: collector.url });
  const id = await product.begin({});
  await expect(product.client.outcome(id, { timeoutMs: 30_000 })).resolves.toMatchObject({ status: 'APPROVED' });
  const names = () => collector.spans().map(({ name }) => name);
  await until(async () => names().includes('RunActivity:checkResult') && names().includes('RunWorkflow:verification'));
  expect(collector.bodies.join('')).not.toMatch(/passed|subCode|faceComparison|inputDigest|memo|simulator-secret/i);
  expect(JSON.stringify(collector.spans())).toContain(`verification-${id}`);
});
