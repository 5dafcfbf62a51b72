import { readFileSync } from 'node:fs';
import { METRICS, type Metric } from '../../src/contract/metrics';
import { startObservedProduct, type ObservedProduct } from '../support/observed-product';
import { until } from '../support/until';

const REFUSED = { kind: 'code', httpStatus: 403, code: 'Forbidden.RAMUserAccessDenied' } as const;
const STRANGE = { kind: 'code', httpStatus: 400, code: 'Something.NobodyKnows' } as const;
const ALL: readonly Metric[] = Object.values(METRICS);

/** A sample of a scrape: its name, its labels, its value. */
interface Sample {
  name: string;
  labels: Record<string, string>;
  value: number;
}

let product: ObservedProduct;
let samples: Sample[];
let ids: string[];

beforeAll(async () => {
  product = await startObservedProduct();
  const passed = await product.begin({});
  const unknown = await product.begin({ results: [{ passed: 'N', subCode: '299' }] });
  const forged = await product.begin({ callback: { forgedFirst: ['bad-token', 'other-transaction'] } });
  const refused = await product.begin({ faults: [REFUSED, STRANGE, { kind: 'throttled' }] });
  const late = await product.begin(
    { results: [{ passed: 'N', subCode: '205' }] },
    { review: { dueMs: 100, deadlineMs: 60_000, fourEyes: 'never', whenUndecided: 'reject' } },
  );
  const waiting = await product.begin({ finishAfterMs: null }, { callbackTimeoutMs: 60_000 });
  ids = [passed, unknown, forged, refused, late, waiting];
  for (const id of [passed, forged, refused]) await product.client.outcome(id, { timeoutMs: 30_000 });
  await until(async () => {
    samples = [...(await scrape(product.workerMetricsUrl)), ...(await scrape(product.receiverMetricsUrl))];
    return valueOf('idv_overdue_reviews') > 0 && valueOf('idv_unmapped_sub_codes_total') > 0;
  });
});

async function scrape(url: string): Promise<Sample[]> {
  const text = await (await fetch(url)).text();
  return [...text.matchAll(/^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/gm)].map(([, name = '', labels = '', value]) => ({
    name,
    labels: Object.fromEntries(
      [...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, label = '', said = '']) => [label, said]),
    ),
    value: Number(value),
  }));
}

function valueOf(name: string, labels: Record<string, string> = {}): number {
  return samples
    .filter((sample) => sample.name === name)
    .filter((sample) => Object.entries(labels).every(([label, value]) => sample.labels[label] === value))
    .reduce((sum, { value }) => sum + value, 0);
}

test('counts outcomes, vendor calls by Code and by what they were taken for, and callbacks by what became of them', () => {
  expect(valueOf('idv_outcomes_total', { status: 'APPROVED', reason: 'passed' })).toBe(3);
  expect(
    valueOf('idv_vendor_calls_total', { code: 'Success', failure: 'none', region: 'ap-southeast-1' }),
  ).toBeGreaterThan(3);
  expect(valueOf('idv_vendor_calls_total', { code: REFUSED.code, failure: 'OperatorActionRequired' })).toBe(1);
  expect(valueOf('idv_vendor_calls_total', { code: 'Throttling.Api', failure: 'Throttled' })).toBe(1);
  // A Code that nobody knows makes no label of its own.
  expect(valueOf('idv_vendor_calls_total', { code: 'OTHER' })).toBe(1);
  expect(valueOf('idv_callbacks_received_total', { event: 'forged' })).toBe(1);
  expect(valueOf('idv_callbacks_received_total', { event: 'signaled' })).toBeGreaterThan(4);
  expect(valueOf('idv_callbacks_ignored_total')).toBe(1);
  expect(valueOf('idv_unmapped_sub_codes_total')).toBe(1);
});

test('tells how long outcomes took after their callbacks, in seconds', () => {
  expect(valueOf('idv_callback_to_outcome_seconds_count')).toBe(3);
  expect(valueOf('idv_callback_to_outcome_seconds_sum')).toBeGreaterThan(0);
  expect(valueOf('idv_callback_to_outcome_seconds_bucket', { le: '3600' })).toBe(3);
});

test('counts what is open: verifications by status, reviews, and those that are overdue', () => {
  expect(valueOf('idv_open_verifications', { status: 'AWAITING_RESULT' })).toBeGreaterThan(0);
  expect(valueOf('idv_open_verifications', { status: 'MANUAL_REVIEW' })).toBeGreaterThan(1);
  expect(valueOf('idv_open_reviews')).toBeGreaterThan(1);
  expect(valueOf('idv_overdue_reviews')).toBeGreaterThan(0);
  expect(valueOf('idv_results_near_deletion')).toBe(0);
  expect(Date.now() / 1000 - valueOf('idv_census_timestamp_seconds')).toBeLessThan(30);
});

test("has Temporal's own metrics at the same endpoint, in seconds and with _total", () => {
  const names = new Set(samples.map(({ name }) => name));
  expect(names).toContain('temporal_workflow_completed_total');
  expect(names).toContain('temporal_activity_execution_latency_seconds_bucket');
});

test('no label holds an id, and every metric of ours is documented as it is', () => {
  const ours = samples.filter(({ name }) => name.startsWith('idv_'));
  const exposed = new Set(ours.map(({ name }) => name.replace(/_(total|bucket|sum|count)$/, '')));
  // A disagreement needs a vendor that lies, a codec error a missing key.
  const absent: readonly string[] = ['idv_callback_disagreements', 'idv_codec_errors'];
  const expected = ALL.map(({ name }) => name).filter((name) => !absent.includes(name));
  expect([...exposed].toSorted()).toEqual(expected.toSorted());
  for (const { labels } of samples) for (const id of ids) expect(Object.values(labels).join()).not.toContain(id);
  const page = readFileSync('docs/metrics.md', 'utf8');
  for (const { name, kind, labels, description } of ALL) {
    const suffix = kind === 'counter' ? '_total' : '';
    const labelText = labels.map((label) => `\`${label}\``).join(', ');
    const row = page.split('\n').find((line) => line.startsWith(`| \`${name}${suffix}\``));
    expect(row?.split('|').map((cell) => cell.trim())).toEqual([
      '',
      `\`${name}${suffix}\``,
      kind,
      labelText,
      description,
      '',
    ]);
  }
});

test('every line of the processes is JSON; a line about a verification names its workflow and run, and none holds a secret', () => {
  expect(product.lines.length).toBeGreaterThan(5);
  const entries = product.lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  const ignored = entries.find(({ msg }) => String(msg).startsWith('Callback ignored'));
  expect(ignored).toMatchObject({
    workflowId: expect.stringMatching(/^verification-/) as string,
    runId: expect.any(String) as string,
  });
  const callback = entries.find(({ event }) => event === 'signaled');
  expect(callback).toMatchObject({ workflowId: expect.stringMatching(/^verification-/) as string });
  const text = product.lines.join('\n');
  expect(text).not.toMatch(/callbackToken|passed=|subCode=|simulator-secret|Signature/i);
});
