import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onCleanup } from '../support/cleanup';
import { startObservedProduct } from '../support/observed-product';
import { until } from '../support/until';

/** A collector that keeps what it is sent. */
async function startCollector(): Promise<{ url: string; received: Buffer[] }> {
  const received: Buffer[] = [];
  const server = createServer((request, response) => {
    request.on('data', (chunk: Buffer) => received.push(chunk));
    request.on('end', () => response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onCleanup(() => {
    server.close();
    server.closeAllConnections();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/metrics`, received };
}

test('a worker sends its metrics to an OpenTelemetry collector', async () => {
  const collector = await startCollector();
  const product = await startObservedProduct({ IDV_PROMETHEUS_ADDRESS: '', IDV_OTLP_URL: collector.url });
  const id = await product.begin({});
  await product.client.outcome(id, { timeoutMs: 30_000 });
  const sent = () => Buffer.concat(collector.received).toString('latin1');
  await until(async () => sent().includes('idv_outcomes') && sent().includes('idv_open_verifications'));
  expect(sent()).toContain('temporal_workflow_completed');
  expect(sent()).not.toContain(id);
});
