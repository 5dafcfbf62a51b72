import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createCloudauthClient } from '../../src/cloudauth';
import { SIMULATOR_KEY } from '../../src/simulator';
import { onCleanup } from '../support/cleanup';
import { startProduct } from '../support/product';
import { quickPolicy } from '../support/quick-policy';

const ESCAPE = '\u001B[31m';
const MARKUP = '<img src=x onerror=alert(1)>';

/** A vendor that answers as the test says. */
async function startVendor(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onCleanup(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const json =
  (body: string): RequestListener =>
  (_, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(body);

test.each([301, 302, 307, 308])(
  'a redirect (%i) is an answer that is not understood, and nobody follows it',
  async (status) => {
    let visits = 0;
    const elsewhere = await startVendor((_, response) => {
      visits += 1;
      response.end('{}');
    });
    const url = await startVendor((_, response) => response.writeHead(status, { location: elsewhere }).end());
    const vendor = createCloudauthClient({ credentials: async () => SIMULATOR_KEY, endpoint: new URL(url) });
    onCleanup(() => vendor.close());
    const call = vendor.checkResult('ap-southeast-1', { MerchantBizId: 'a', TransactionId: 'b' });
    await expect(call).rejects.toMatchObject({ code: 'MALFORMED_ANSWER' });
    expect(visits).toBe(0);
  },
);

/** Answers that try to get more than a result into histories, lists and logs. None of them is an approval. */
const POISONED: readonly [string, string][] = [
  [
    'control characters and markup in its fields',
    JSON.stringify({
      Code: 'Success',
      RequestId: `${MARKUP}${ESCAPE}`,
      Result: { Passed: 'Y', SubCode: `200${ESCAPE}`, ExtInfo: JSON.stringify({ procedurePriority: MARKUP }) },
    }),
  ],
  [
    'keys that every object inherits',
    '{"Code":"Success","RequestId":"r","__proto__":{"Passed":"Y"},"Result":{"__proto__":{"Passed":"Y","SubCode":"200"},"constructor":{"Passed":"Y"},"Passed":"N","SubCode":"toString"}}',
  ],
  [
    'numbers beyond all bounds, and nesting in its JSON texts',
    JSON.stringify({
      Code: 'Success',
      RequestId: 'r',
      Result: {
        Passed: 'Y',
        SubCode: '200',
        ExtFaceInfo: JSON.stringify({
          faceAttackScore: 1e308,
          faceComparisonScore: '9'.repeat(400),
          guardRiskScore: [[[[]]]],
        }),
      },
    }),
  ],
];

test.each(POISONED)('an answer with %s leads to a reviewer, and leaves nothing of it behind', async (_, body) => {
  const url = await startVendor(json(body));
  const product = await startProduct({ env: { IDV_VENDOR_ENDPOINT: url } });
  const { merchantBizId, transactionId } = await product.initialize();
  const limits = { faceAttackScoreMax: 50 };
  await product.client.start({
    merchantBizId,
    transactionId,
    region: 'ap-southeast-1',
    policy: quickPolicy({
      callbackTimeoutMs: 200,
      scoreLimits: limits,
      review: { dueMs: 300, deadlineMs: 600, fourEyes: 'never', whenUndecided: 'reject' },
    }),
  });
  const outcome = await product.client.outcome(merchantBizId, { timeoutMs: 30_000 });
  expect(outcome).toMatchObject({ status: 'REJECTED', decidedBy: 'deadline' });
  expect(outcome.attempts[0]?.decision).toMatchObject({ route: 'manualReview' });
  const handle = product.temporal.workflow.getHandle(`verification-${merchantBizId}`);
  const metadata = await handle.query<{ currentDetails?: string }>('__temporal_workflow_metadata');
  const { typedSearchAttributes } = await handle.describe();
  const left = JSON.stringify([outcome, metadata, typedSearchAttributes.getAll()]);
  for (const poison of ['onerror', '\\u001b', '9999999', '__proto__']) expect(left).not.toContain(poison);
});
