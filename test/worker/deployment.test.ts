import type { Finding } from '../../src/doctor';
import { idvJson } from '../support/idv';
import { startProduct, type Product } from '../support/product';
import { quickPolicy } from '../support/quick-policy';
import { uniqueId } from '../support/temporal';
import { until } from '../support/until';
import { startWorkerProcess, type WorkerProcess } from '../support/worker-process';

/** A product without workers, and how its versions are deployed. */
async function startDeployment() {
  const product = await startProduct({ workers: false });
  const deploymentName = `idv-${uniqueId()}`;
  const envOf = (buildId: string) => ({
    ...product.workerEnv,
    IDV_DEPLOYMENT_NAME: deploymentName,
    IDV_BUILD_ID: buildId,
  });
  const run = (buildId: string): Promise<WorkerProcess> => startWorkerProcess(envOf(buildId));
  const makeCurrent = (buildId: string) =>
    until(() =>
      product.temporal.workflowService
        .setWorkerDeploymentCurrentVersion({ namespace: 'default', deploymentName, buildId })
        .then(
          () => true,
          () => false,
        ),
    );
  return { product, run, makeCurrent, envOf };
}

async function begin(product: Product) {
  const ids = await product.initialize({ script: { finishAfterMs: null } });
  await product.client.start({
    ...ids,
    region: 'ap-southeast-1',
    policy: quickPolicy({ callbackTimeoutMs: 60_000, completionDeadlineMs: 90_000, resultDeadlineMs: 90_000 }),
  });
  await until(async () => {
    const view = await product.client.get(ids.merchantBizId);
    return view.phase === 'open' && view.state.waiting?.for === 'callback';
  });
  return ids;
}

/** Build ids of the workers that did the workflow tasks, in their order. */
async function buildsThatWorked({ temporal }: Product, verificationId: string): Promise<string[]> {
  const { events } = await temporal.workflow.getHandle(`verification-${verificationId}`).fetchHistory();
  return (events ?? []).flatMap((event) => {
    const buildId = event.workflowTaskCompletedEventAttributes?.deploymentVersion?.buildId;
    return buildId ? [buildId] : [];
  });
}

test('a new version takes over verifications that are open, while both run, and the old one may go', async () => {
  const { product, run, makeCurrent } = await startDeployment();
  const one = await run('build-1');
  await makeCurrent('build-1');
  const before = await begin(product);
  await run('build-2');
  const between = await begin(product);
  await makeCurrent('build-2');
  const after = await begin(product);
  await one.terminate();
  for (const { transactionId } of [before, between, after]) product.simulator.control.finish(transactionId);
  for (const { merchantBizId } of [before, between, after]) {
    await expect(product.client.outcome(merchantBizId)).resolves.toMatchObject({ status: 'APPROVED' });
  }
  const builds = await buildsThatWorked(product, before.merchantBizId);
  expect(builds[0]).toBe('build-1');
  expect(builds.at(-1)).toBe('build-2');
  expect((await buildsThatWorked(product, between.merchantBizId))[0]).toBe('build-1');
  expect(new Set(await buildsThatWorked(product, after.merchantBizId))).toEqual(new Set(['build-2']));
});

test('a version that was not made current gets no work, and the doctor says so', async () => {
  const { product, run, makeCurrent, envOf } = await startDeployment();
  await run('build-1');
  const find = async () => {
    const findings = await idvJson<Finding[]>(['doctor', '--no-vendor'], envOf('build-1'));
    return findings.find(({ check }) => check === 'deployment');
  };
  await until(async () => (await find())?.finding.includes('no version is current') ?? false);
  expect((await find())?.advice).toContain('set-current-version');
  await makeCurrent('build-1');
  expect(await find()).toMatchObject({ verdict: 'ok' });
  const { transactionId, merchantBizId } = await begin(product);
  product.simulator.control.finish(transactionId);
  await expect(product.client.outcome(merchantBizId)).resolves.toMatchObject({ status: 'APPROVED' });
});
