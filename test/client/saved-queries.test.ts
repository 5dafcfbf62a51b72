import { readFileSync } from 'node:fs';
import { savedQueries, savedQueryLink } from '../../src/client';
import { startProduct, type Product } from '../support/product';
import { quickPolicy } from '../support/quick-policy';
import { until } from '../support/until';

const REGION = 'ap-southeast-1';
let product: Product;

beforeAll(async () => {
  product = await startProduct();
});

function query(title: string, now?: Date): string {
  const found = savedQueries(now).find((one) => one.title === title);
  if (!found) throw new Error(`There is no saved query «${title}».`);
  return found.query;
}

/** Whether the list of a query has the workflow; lists lag a little behind. */
async function lists(search: string, workflowId: string): Promise<boolean> {
  const { executions } = await product.temporal.workflowService.listWorkflowExecutions({
    namespace: 'default',
    query: `${search} AND WorkflowId = '${workflowId}'`,
  });
  return executions.length === 1;
}

async function begin(results: object[], policy = quickPolicy()): Promise<string> {
  const ids = await product.initialize({ script: { results } });
  await product.client.start({ ...ids, region: REGION, policy });
  return `verification-${ids.merchantBizId}`;
}

test.each(savedQueries().map(({ title, query: search }) => [title, search]))(
  'the server accepts «%s»',
  async (_, search) => {
    const { count } = await product.temporal.workflowService.countWorkflowExecutions({
      namespace: 'default',
      query: search,
    });
    expect(Number(count)).toBeGreaterThanOrEqual(0);
  },
);

test('docs/web-ui.md explains each of them', () => {
  const page = readFileSync('docs/web-ui.md', 'utf8');
  const explained = [...page.matchAll(/^\| (\S.*?) +\|/gm)].map(([, title]) => title);
  expect(explained).toEqual(expect.arrayContaining(savedQueries().map(({ title }) => title)));
});

test('titles are what the Web UI takes as the name of a view, and each is there once', () => {
  const titles = savedQueries().map(({ title }) => title);
  expect(titles.every((title) => /^[A-Za-z0-9][A-Za-z0-9 -]*[A-Za-z0-9]$/.test(title))).toBe(true);
  expect(new Set(titles).size).toBe(titles.length);
});

test('a waiting verification is found while it waits, and as nearly deleted 27 days later', async () => {
  const ids = await product.initialize({ script: { finishAfterMs: null } });
  await product.client.start({ ...ids, region: REGION });
  const workflowId = `verification-${ids.merchantBizId}`;
  const in28Days = new Date(Date.now() + 28 * 24 * 60 * 60 * 1000);
  await until(() => lists(query('Waiting for the result'), workflowId));
  await expect(lists(query('Result nearly deleted'), workflowId)).resolves.toBe(false);
  await expect(lists(query('Result nearly deleted', in28Days), workflowId)).resolves.toBe(true);
  await expect(lists(query('In review'), workflowId)).resolves.toBe(false);
});

test('a fallback is found by the verification that waits for it', async () => {
  const workflowId = await begin([{ passed: 'N', subCode: '206' }]);
  await until(() => lists(query('In fallback'), workflowId));
});

test('a review is found until it is decided, and as overdue once it is due', async () => {
  const workflowId = await begin([{ passed: 'N', subCode: '299' }]);
  const review = `${workflowId}/manual-review-1`;
  await until(() => lists(query('Reviews to claim'), review));
  await until(() => lists(query('In review'), workflowId));
  await until(() => lists(query('Unknown sub-codes'), workflowId));
  await expect(lists(query('Reviews overdue'), review)).resolves.toBe(false);
  await expect(lists(query('Reviews overdue', new Date(Date.now() + 60_000)), review)).resolves.toBe(true);
  await product.client.reviews.claim(workflowId.replace('verification-', ''), 1, { reviewer: 'ana@example.com' });
  await until(async () => !(await lists(query('Reviews to claim'), review)));
});

test('ends that nobody wished for are found', async () => {
  const review = { dueMs: 100, deadlineMs: 200, fourEyes: 'never', whenUndecided: 'reject' } as const;
  const undecided = await begin([{ passed: 'N', subCode: '205' }], quickPolicy({ review }));
  await until(() => lists(query('Rejected as nobody decided'), undecided));
  const terminated = await begin([{ passed: 'N', subCode: '205' }]);
  await product.temporal.workflow.getHandle(terminated).terminate();
  await until(() => lists(query('Failed or terminated'), terminated));
});

test('a link carries the query, and its title where the browser is to keep it', () => {
  const saved = { title: 'In review', query: "VerificationStatus = 'MANUAL_REVIEW'" };
  const plain = new URL(savedQueryLink(saved, { uiUrl: 'https://temporal.example.com/ui/', namespace: 'onboarding' }));
  expect(plain.pathname).toBe('/ui/namespaces/onboarding/workflows');
  expect([...plain.searchParams]).toEqual([['query', saved.query]]);
  const kept = new URL(savedQueryLink(saved, { uiUrl: 'http://localhost:8233', keep: true }));
  expect(kept.pathname).toBe('/namespaces/default/workflows');
  expect(kept.searchParams.get('savedQuery')).toBe('In review');
});
