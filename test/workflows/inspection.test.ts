import { startProduct, type Product } from '../support/product';
import { quickPolicy } from '../support/quick-policy';
import { until } from '../support/until';

interface Metadata {
  currentDetails?: string;
  definition?: { updateDefinitions?: { name: string; description: string }[] };
}

let product: Product;

beforeAll(async () => {
  product = await startProduct();
});

/** What the Web UI asks a workflow for its User Metadata tab. */
async function metadata(workflowId: string): Promise<Metadata> {
  return product.temporal.workflow.getHandle(workflowId).query<Metadata>('__temporal_workflow_metadata');
}

async function detailsOf(workflowId: string): Promise<string> {
  let details = '';
  await until(async () => {
    details = await metadata(workflowId).then(
      ({ currentDetails = '' }) => currentDetails,
      () => '',
    );
    return details !== '';
  });
  return details;
}

test('a waiting verification says what it waits for, since when, until when, and what follows', async () => {
  const ids = await product.initialize({ script: { finishAfterMs: null } });
  await product.client.start({ ...ids, region: 'ap-southeast-1' });
  const workflowId = `verification-${ids.merchantBizId}`;
  expect(await detailsOf(workflowId)).toMatch(
    /^### AWAITING_RESULT\n- \*\*Waits for:\*\* the vendor's callback\n- \*\*Since:\*\* [\d-]+ [\d:]+ UTC\n- \*\*Until:\*\* [\d-]+ [\d:]+ UTC\n- \*\*Then:\*\* the result is fetched without it$/,
  );
  const description = await product.temporal.workflow.getHandle(workflowId).describe();
  await expect(description.staticSummary()).resolves.toBe(`Verification ${ids.merchantBizId} in ap-southeast-1`);
  await expect(description.staticDetails()).resolves.toContain('default/1');
});

test('a fallback and a review say why they are there, and their updates how to use them', async () => {
  const ids = await product.initialize({ script: { results: [{ passed: 'N', subCode: '206' }] } });
  const root = `verification-${ids.merchantBizId}`;
  await product.client.start({ ...ids, region: 'ap-southeast-1', policy: quickPolicy() });
  expect(await detailsOf(`${root}/attempt-2`)).toContain(
    '### Attempt 2: unsafe-device\n- **Waits for:** the new transaction',
  );
  expect(await detailsOf(root)).toContain('### FALLBACK: unsafe-device');
  const fallback = await product.temporal.workflow.getHandle(`${root}/attempt-2`).describe();
  await expect(fallback.staticSummary()).resolves.toBe(`Attempt 2 of ${ids.merchantBizId}: unsafe-device`);
  await product.client.sendToReview(ids.merchantBizId, { operator: 'ops', reason: 'a call' });
  expect(await detailsOf(`${root}/manual-review-1`)).toContain('### Review 1: OPEN\n- **Why:** sent-to-review');
  const { definition } = await metadata(`${root}/manual-review-1`);
  const decide = definition?.updateDefinitions?.find(({ name }) => name === 'decideReview');
  expect(decide?.description).toContain('approve: identity-confirmed, false-alarm, known-customer; reject: ');
});

test('search attributes follow the status, and only the status', async () => {
  const ids = await product.initialize({ script: { results: [{ passed: 'N', subCode: '205' }] } });
  await product.client.start({ ...ids, region: 'ap-southeast-1', policy: quickPolicy() });
  await detailsOf(`verification-${ids.merchantBizId}/manual-review-1`);
  await product.client.reviews.claim(ids.merchantBizId, 1, { reviewer: 'ana' });
  await product.client.reviews.decide(ids.merchantBizId, 1, {
    reviewer: 'ana',
    decision: 'reject',
    reasonCode: 'spoofing',
  });
  await product.client.outcome(ids.merchantBizId);
  const handle = product.temporal.workflow.getHandle(`verification-${ids.merchantBizId}`);
  const { events } = await handle.fetchHistory();
  const upserts = events?.filter((event) => event.upsertWorkflowSearchAttributesEventAttributes);
  expect(upserts).toHaveLength(2);
  const { typedSearchAttributes } = await handle.describe();
  expect(Object.fromEntries(typedSearchAttributes.getAll().map(({ key, value }) => [key.name, value]))).toMatchObject({
    VerificationStatus: 'REJECTED',
    VerificationReason: 'liveness-risk',
    VerificationSubCode: '205',
  });
});
