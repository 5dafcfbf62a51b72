import { hostname } from 'node:os';
import { savedQueries, savedQueryLink } from '../../src/client';
import { SIMULATOR_KEY, type UserScriptInput } from '../../src/simulator';
import { onCleanup } from '../support/cleanup';
import { startProduct, type Product } from '../support/product';
import { succeeds, until } from '../support/until';
import { startWorkerProcess } from '../support/worker-process';
import { describeInBrowser } from './chromium';
import { startWebUi, type WebUi } from './web-ui';

/** A line of Current Details that gives a time. */
const at = (words: string) =>
  expect.stringMatching(new RegExp(`^${words} \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d UTC$`)) as string;

const NEVER_DONE: UserScriptInput = { finishAfterMs: null };
const UNSAFE_DEVICE: UserScriptInput = { results: [{ passed: 'N', subCode: '206' }] };
const LIVENESS_RISK: UserScriptInput = { results: [{ passed: 'N', subCode: '205' }] };
const MISMATCH: UserScriptInput = { results: [{ passed: 'N', subCode: '204', procedurePriority: 'url' }] };
const SIMILAR_FACE: UserScriptInput = { results: [{ passed: 'N', subCode: '233' }] };

describeInBrowser('the Web UI', () => {
  let ui: WebUi;
  let product: Product;

  beforeAll(async () => {
    ui = await startWebUi();
    product = await startProduct({ taskQueue: 'id-verification', env: { IDV_OPERATOR_RETRY_S: '300' } });
  });

  /** Starts a verification as a backend does, under the built-in policy. */
  async function begin(script: UserScriptInput, on = product): Promise<string> {
    const ids = await on.initialize({ script });
    await on.client.start({ ...ids, region: 'ap-southeast-1' });
    return ids.merchantBizId;
  }

  async function untilFallback(id: string): Promise<void> {
    await until(async () => {
      const view = await product.client.get(id);
      return view.phase === 'open' && view.state.fallback?.attempt === 2;
    });
  }

  const untilReview = (id: string) => until(() => succeeds(product.client.reviews.get(id, 1)));

  /** Two attempts and a review: everything that a timeline can hold. */
  async function playToTheEnd(): Promise<string> {
    const id = await begin(MISMATCH);
    await untilFallback(id);
    const second = await product.initialize({ verificationId: id, attempt: 2, script: SIMILAR_FACE });
    await product.client.submitTransaction(id, 2, second);
    await untilReview(id);
    const reviewer = 'ana@example.com';
    await product.client.reviews.claim(id, 1, { reviewer });
    await product.client.reviews.decide(id, 1, { reviewer, decision: 'approve', reasonCode: 'false-alarm' });
    await product.client.outcome(id);
    return id;
  }

  test('the list shows status, reason and sub-code, and a saved query finds the verification it is for', async () => {
    const [waiting, fallback, review] = await Promise.all(
      [NEVER_DONE, UNSAFE_DEVICE, LIVENESS_RISK].map((s) => begin(s)),
    );
    const finished = await playToTheEnd();
    await ui.goTo(`${ui.url}/namespaces/default/workflows`, 700);
    const row = (id: string | undefined) =>
      ui.page.getByRole('row').filter({ has: ui.page.getByRole('link', { name: `verification-${id}`, exact: true }) });
    await row(finished).waitFor();
    await expect(row(waiting).innerText()).resolves.toMatch(/Running\s+AWAITING_RESULT/i);
    await expect(row(fallback).innerText()).resolves.toMatch(/Running\s+FALLBACK\s+unsafe-device\s+206/i);
    await expect(row(review).innerText()).resolves.toMatch(/Running\s+MANUAL_REVIEW\s+liveness-risk\s+205/i);
    await expect(row(finished).innerText()).resolves.toMatch(/Completed\s+APPROVED\s+similar-face\s+233/i);
    await ui.screenshot('list');

    const saved = savedQueries().find(({ title }) => title === 'In review');
    await ui.goTo(savedQueryLink(saved ?? { title: '', query: '' }, { uiUrl: ui.url, keep: true }), 500);
    await row(review).waitFor();
    await expect(row(waiting).count()).resolves.toBe(0);
    await expect(row(finished).count()).resolves.toBe(0);
    await ui.page.getByRole('button', { name: 'In review' }).click();
    await ui.sees('1 of 50 views used');
    await ui.screenshot('saved-view');
  });

  test('a waiting one says what it waits for, since when, until when, and what follows', async () => {
    const id = await begin(NEVER_DONE);
    await ui.open(`verification-${id}`, 'timeline', 800);
    await ui.sees('Callback of attempt 1; without one the result is pulled');
    await ui.screenshot('waiting-timeline');
    await ui.show('user-metadata', 660);
    await expect(ui.currentDetails()).resolves.toEqual([
      'AWAITING_RESULT',
      'Waits for: the vendor’s callback',
      at('Since:'),
      at('Until:'),
      'Then: the result is fetched without it',
    ]);
    await ui.screenshot('waiting');
    await ui.show('search-attributes');
    await ui.sees('AWAITING_RESULT');
  });

  test('signals and updates can be sent by hand: their descriptions say how', async () => {
    const id = await begin(NEVER_DONE);
    await ui.open(`verification-${id}`);
    await ui.chooseAction('Send a Signal');
    await ui.page.getByRole('button', { name: 'Select a Signal' }).click();
    await ui.sees('The vendor called back: fetch the result now. {"transactionId": "…"}');
    await ui.page.keyboard.press('Escape');
    await ui.page.keyboard.press('Escape');
    await ui.page.getByRole('dialog').waitFor({ state: 'hidden' });
    await ui.chooseAction('Send an Update');
    await ui.page.getByRole('button', { name: 'Select an Update' }).click();
    await ui.sees('Stop waiting and let a reviewer decide. {"operator": "who asks", "reason": "why"}');
  });

  test('one in fallback says why, and links to the attempt that it waits for', async () => {
    const id = await begin(UNSAFE_DEVICE);
    await untilFallback(id);
    await ui.open(`verification-${id}`);
    await ui.sees(`Attempt 2 of ${id}: unsafe-device`);
    await ui.show('user-metadata', 660);
    await expect(ui.currentDetails()).resolves.toEqual([
      'FALLBACK: unsafe-device',
      'Waits for: another attempt, with a new transaction',
      `In workflow: verification-${id}/attempt-2`,
      at('Since:'),
      at('Until:'),
      'Then: without a new transaction: EXPIRED',
      'Attempt 1: Passed N, SubCode 206 → fallback (unsafe-device)',
    ]);
    await ui.screenshot('fallback');

    const opened = ui.page.waitForEvent('popup');
    await ui.page.frameLocator('#user-metadata-current-details').getByRole('link').click();
    const child = await opened;
    await child
      .getByTestId('workflow-id-heading')
      .filter({ hasText: `verification-${id}/attempt-2` })
      .waitFor();
    await child.getByText('New transaction for attempt 2; without one: EXPIRED').first().waitFor();
    await child.close();
  });

  test('one whose credentials are refused says so in plain words, and Reset tries it again at once', async () => {
    const { control } = product.simulator;
    const { merchantBizId: id, transactionId } = await product.initialize({ script: NEVER_DONE });
    await product.client.start({ merchantBizId: id, transactionId, region: 'ap-southeast-1' });
    control.refuseKey(SIMULATOR_KEY.accessKeyId, 'InvalidAccessKeyId.Inactive');
    onCleanup(() => control.refuseKey(SIMULATOR_KEY.accessKeyId, undefined));
    control.finish(transactionId);
    const handle = product.temporal.workflow.getHandle(`verification-${id}`);
    await until(async () => (await handle.describe()).raw.pendingActivities?.[0]?.attempt === 2);
    await ui.open(`verification-${id}`, 'timeline', 800);
    await ui.sees(/checkResult • Result of the user's attempt 1, after its callback/);
    await ui.screenshot('credentials-timeline');
    await ui.show('pending-activities', 760);
    await ui.sees(/The AccessKey is disabled: look at the credentials of the worker\./);
    await ui.sees(/Mend it, then press Reset on this activity or wait for the next try\. Nothing is lost meanwhile\./);
    await ui.sees('OperatorActionRequired');
    await ui.sees('2 / Unlimited');
    await ui.sees(`idv-worker-calls@${hostname()}:${process.pid}`);
    await ui.screenshot('credentials');
    await ui.show('user-metadata');
    await expect(ui.currentDetails()).resolves.toEqual([
      'AWAITING_RESULT',
      'Waits for: the vendor’s result; the tab Pending Activities says how the last call went',
      at('Since:'),
      at('Until:'),
      'Then: the vendor deletes the result, and a reviewer decides',
      at('If the user never finishes: EXPIRED at'),
    ]);
    await ui.show('pending-activities');

    control.refuseKey(SIMULATOR_KEY.accessKeyId, undefined);
    await ui.page.getByRole('button', { name: 'Reset' }).click();
    await ui.page.getByRole('dialog').getByRole('button', { name: 'Reset' }).click();
    await expect(product.client.outcome(id)).resolves.toMatchObject({ status: 'APPROVED', decidedBy: 'policy' });
  });

  test('a review is claimed and decided by hand, with what its Current Details give to paste', async () => {
    const id = await begin(LIVENESS_RISK);
    await untilReview(id);
    const workflowId = `verification-${id}/manual-review-1`;
    await ui.open(workflowId, 'user-metadata', 860);
    expect((await ui.currentDetails()).slice(0, 9)).toEqual([
      'Review 1: OPEN',
      'Why: liveness-risk',
      'Waits for: a reviewer to claim it',
      'Priority: normal',
      at('Due:'),
      at('Until:'),
      'Then: without a decision: REJECTED',
      'Attempt 1: Passed N, SubCode 205 → manualReview (liveness-risk)',
      'By hand: More Actions, Send an Update, claimReview, with:',
    ]);
    await ui.screenshot('review');
    const claim = (await ui.exampleToPaste()).replace('you@example.com', 'ana@example.com');
    await ui.chooseAction('Send an Update');
    await ui.page.getByRole('button', { name: 'Select an Update' }).click();
    await ui.screenshot('review-updates');
    await ui.fillUpdate('claimReview', claim);
    await ui.submit();

    await ui.open(workflowId, 'user-metadata', 940);
    expect(await ui.currentDetails()).toContain('Waits for: the decision of ana@example.com');
    await ui.screenshot('review-claimed');
    const decision = (await ui.exampleToPaste()).replace('insufficient-evidence', 'spoofing');
    await ui.chooseAction('Send an Update');
    await ui.page.getByRole('button', { name: 'Select an Update' }).click();
    await ui.fillUpdate('decideReview', decision);
    await ui.screenshot('review-decision');
    await ui.submit();
    const outcome = await product.client.outcome(id);
    expect(outcome).toMatchObject({ status: 'REJECTED', decidedBy: 'reviewer', reviews: [{ reasonCode: 'spoofing' }] });
    await ui.open(workflowId, 'user-metadata');
    await expect(ui.currentDetails()).resolves.toEqual([
      'Review 1: DECIDED',
      'Why: liveness-risk',
      'Decision: reject (spoofing)',
      'Decided by: ana@example.com',
      'Attempt 1: Passed N, SubCode 205 → manualReview (liveness-risk)',
    ]);
  });

  test('an update that is refused says why in the dialog', async () => {
    const id = await begin(LIVENESS_RISK);
    await untilReview(id);
    await ui.open(`verification-${id}/manual-review-1`, 'user-metadata');
    await ui.currentDetails();
    await ui.chooseAction('Send an Update');
    await ui.page.getByRole('button', { name: 'Select an Update' }).click();
    const decision = { reviewer: 'ana@example.com', decision: 'approve', reasonCode: 'false-alarm' };
    await ui.fillUpdate('decideReview', JSON.stringify(decision, undefined, 2));
    await ui.page.getByRole('button', { name: 'Submit' }).click();
    await ui.sees('decideReview: claim the review first.');
  });

  test('a finished one shows its whole story: timeline, children, result', async () => {
    const id = await playToTheEnd();
    await ui.open(`verification-${id}`, 'timeline', 980);
    await ui.sees('Callback of attempt 1; without one the result is pulled');
    await ui.sees(/checkResult • Result of the user's attempt 1, after its callback/);
    await ui.sees(`Attempt 2 of ${id}: face-mismatch`);
    await ui.sees(`Review 1 of ${id}: similar-face`);
    await ui.sees(/"APPROVED"/);
    await ui.screenshot('finished-timeline');
    await ui.show('relationships', 900);
    await ui.sees(`verification-${id}/attempt-2`);
    await ui.sees(`verification-${id}/manual-review-1`);
    await ui.screenshot('finished-relationships');
    await ui.show('user-metadata', 660);
    await expect(ui.currentDetails()).resolves.toEqual([
      'APPROVED: similar-face',
      'Decided by: reviewer',
      at('At:'),
      'Attempt 1: Passed N, SubCode 204 → fallback (face-mismatch)',
      'Attempt 2: Passed N, SubCode 233 → manualReview (similar-face)',
      'Review 1: approve (false-alarm)',
    ]);
    await ui.screenshot('finished');
    await ui.open(`verification-${id}/attempt-2`, 'relationships');
    await ui.sees('Parent Workflow');
  });

  test('current details are right after the worker was killed and another one started', async () => {
    const other = await startProduct({ workers: false });
    const worker = await startWorkerProcess(other.workerEnv);
    const id = await begin(UNSAFE_DEVICE, other);
    await untilFallback(id);
    await ui.open(`verification-${id}/attempt-2`, 'user-metadata');
    const before = await ui.currentDetails();
    await worker.kill();
    await startWorkerProcess(other.workerEnv);
    await ui.open(`verification-${id}/attempt-2`, 'user-metadata');
    await expect(ui.currentDetails()).resolves.toEqual(before);
    expect(before).toEqual(expect.arrayContaining(['Attempt 2: unsafe-device', at('Since:'), at('Until:')]));
  });
});
