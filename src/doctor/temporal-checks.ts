import type { Client } from '@temporalio/client';
import { checkResultTaskQueue, type AccountAndProduct } from '../contract/names';
import { missingSearchAttributes } from '../contract/search-attributes';
import { temporalError } from '../worker/start-checks';
import { checkDeployment, type Deployment } from './deployment-check';
import { ok, warning, wrong, type Finding } from './finding';
import { checkPayloadKeys } from './payload-key-check';

/** What is looked at in Temporal. */
export interface TemporalPlace {
  client: Client;
  address: string;
  namespace: string;
  taskQueue: string;
  accounts: readonly AccountAndProduct[];
  /** Ids of the payload keys that are configured here. */
  keyIds: readonly string[];
  /** Absent where worker versioning is off. */
  deployment?: Deployment | undefined;
}

const ANSWER_WITHIN_MS = 5_000;
const DAY_S = 86_400;
const RETENTION_DAYS = 30;

/** A worker asks for work at least once a minute; one that has not for longer is gone. */
const POLLED_WITHIN_MS = 90_000;

const WORKFLOW_TASKS = { type: 1, name: 'workflow workers' } as const;
const ACTIVITY_TASKS = { type: 2, name: 'check-result workers' } as const;

/** Server, namespace, search attributes, and whether workers poll; the later checks are left out when the first fails. */
export async function checkTemporal(place: TemporalPlace): Promise<Finding[]> {
  const { client, address, namespace, taskQueue, accounts, deployment, keyIds } = place;
  const server = 'Temporal server';
  try {
    const { serverVersion } = await within(client, () => client.workflowService.getSystemInfo({}));
    const queues = [undefined, ...accounts].map((account) => checkResultTaskQueue(taskQueue, account));
    return [
      ok(server, `answers at ${address}, version ${serverVersion}`),
      await checkNamespace(place),
      await checkSearchAttributes(place),
      await checkPayloadKeys(client, taskQueue, keyIds),
      ...(deployment ? [await checkDeployment(client, deployment)] : []),
      await checkPollers(client, taskQueue, WORKFLOW_TASKS),
      ...(await Promise.all(queues.map((queue) => checkPollers(client, queue, ACTIVITY_TASKS)))),
    ];
  } catch (error) {
    const { message } = temporalError(error, address, namespace);
    return [wrong(server, firstSentence(message), message.slice(firstSentence(message).length).trim())];
  }
}

/** How long the namespace keeps closed workflows. */
export async function checkNamespace({
  client,
  namespace,
}: Pick<TemporalPlace, 'client' | 'namespace'>): Promise<Finding> {
  const { config } = await within(client, () => client.workflowService.describeNamespace({ namespace }));
  const days = Math.floor(Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0) / DAY_S);
  const finding = `"${namespace}" keeps closed workflows for ${days} ${days === 1 ? 'day' : 'days'}`;
  return days >= RETENTION_DAYS
    ? ok('namespace', finding)
    : warning(
        'namespace',
        finding,
        `For as long, the same start is the same verification. Keep them for ${RETENTION_DAYS} days or more: temporal operator namespace update --retention ${RETENTION_DAYS}d -n ${namespace}`,
      );
}

/** Whether the namespace has the search attributes. */
export async function checkSearchAttributes({
  client,
  namespace,
}: Pick<TemporalPlace, 'client' | 'namespace'>): Promise<Finding> {
  const check = 'search attributes';
  const { customAttributes } = await within(client, () =>
    client.connection.operatorService.listSearchAttributes({ namespace }),
  );
  const missing = missingSearchAttributes(customAttributes ?? {});
  return missing.length === 0
    ? ok(check, 'all there')
    : wrong(check, `missing, or of another type: ${missing.join(', ')}`, 'Create them: idv setup --create');
}

async function checkPollers(
  client: Client,
  taskQueue: string,
  { type, name }: typeof WORKFLOW_TASKS | typeof ACTIVITY_TASKS,
): Promise<Finding> {
  const { namespace } = client.options;
  const { pollers, stats } = await within(client, () =>
    client.workflowService.describeTaskQueue({
      namespace,
      taskQueue: { name: taskQueue },
      taskQueueType: type,
      reportStats: true,
    }),
  );
  const sinceMs = Date.now() - POLLED_WITHIN_MS;
  const alive = (pollers ?? []).filter(({ lastAccessTime }) => Number(lastAccessTime?.seconds ?? 0) * 1000 > sinceMs);
  const backlog = Number(stats?.approximateBacklogCount ?? 0);
  const waiting = backlog > 0 ? `, ${backlog} tasks wait` : '';
  if (alive.length === 0) {
    return wrong(name, `none polls ${taskQueue}${waiting}`, 'Start a worker: idv worker. Nothing is lost meanwhile.');
  }
  return ok(name, `${alive.length} poll ${taskQueue}${waiting}: ${alive.map(({ identity }) => identity).join(', ')}`);
}

function within<T>(client: Client, call: () => Promise<T>): Promise<T> {
  return client.withDeadline(Date.now() + ANSWER_WITHIN_MS, call);
}

function firstSentence(text: string): string {
  return /^.*?\.(?=\s|$)/.exec(text)?.[0] ?? text;
}
