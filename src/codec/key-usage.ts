import type { ConnectionLike } from '@temporalio/client';
import type { Payload } from '@temporalio/common';
import { encryptedPayloadFacts } from './encrypted-payload';

/** Where to look for keys, and how far. */
export interface KeyUsageOptions {
  /** A visibility query. Default: everything that is open. */
  query?: string;
  /** How many workflows are looked at, the latest first. Default: 1 000. */
  maxWorkflows?: number;
  /** `start`: input, memo and summary only. `all`, the default: whatever the history holds. */
  events?: 'start' | 'all';
}

/** Which keys the payloads of workflows are encrypted with. */
export interface KeyUsage {
  /** Workflows that were looked at. */
  workflows: number;
  /** False when there are more workflows than were looked at. */
  complete: boolean;
  /** By key id: the workflows whose history has a payload of it. */
  workflowIdsByKeyId: ReadonlyMap<string, readonly string[]>;
}

const AT_ONCE = 10;

/** Counts workflows by the ids of the keys that their payloads need. A key that nothing needs any more can be retired. */
export async function keyIdsInUse(
  connection: ConnectionLike,
  namespace: string,
  { query = 'ExecutionStatus = "Running"', maxWorkflows = 1_000, events = 'all' }: KeyUsageOptions = {},
): Promise<KeyUsage> {
  const found = new Map<string, string[]>();
  const { workflows, complete } = await listWorkflows(connection, namespace, query, maxWorkflows);
  const waiting = workflows.values();
  const lane = async () => {
    for (const workflow of waiting) {
      for (const keyId of await keyIdsOf(connection, namespace, workflow, events)) {
        found.set(keyId, [...(found.get(keyId) ?? []), workflow.workflowId]);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return { workflows: workflows.length, complete, workflowIdsByKeyId: found };
}

interface Execution {
  workflowId: string;
  runId: string;
}

async function listWorkflows(connection: ConnectionLike, namespace: string, query: string, maxWorkflows: number) {
  const workflows: Execution[] = [];
  let nextPageToken: Uint8Array | undefined;
  do {
    const pageSize = Math.min(maxWorkflows - workflows.length, 1_000);
    const page = await connection.workflowService.listWorkflowExecutions({ namespace, query, pageSize, nextPageToken });
    for (const { execution } of page.executions) {
      workflows.push({ workflowId: execution?.workflowId ?? '', runId: execution?.runId ?? '' });
    }
    nextPageToken = page.nextPageToken;
  } while (nextPageToken?.length && workflows.length < maxWorkflows);
  return { workflows, complete: !nextPageToken?.length };
}

async function keyIdsOf(
  connection: ConnectionLike,
  namespace: string,
  execution: Execution,
  events: 'start' | 'all',
): Promise<ReadonlySet<string>> {
  const keyIds = new Set<string>();
  let nextPageToken: Uint8Array | undefined;
  do {
    const page = await connection.workflowService.getWorkflowExecutionHistory({
      namespace,
      execution,
      nextPageToken,
      maximumPageSize: events === 'start' ? 1 : 1_000,
    });
    collectKeyIds(page.history?.events, keyIds);
    nextPageToken = page.nextPageToken;
  } while (events === 'all' && nextPageToken?.length);
  return keyIds;
}

/** Payloads lie in many places of many kinds of events, so every object is asked whether it is one. */
function collectKeyIds(value: unknown, keyIds: Set<string>): void {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return;
  const facts = 'metadata' in value && 'data' in value ? encryptedPayloadFacts(value as Payload) : undefined;
  if (facts) keyIds.add(facts.keyId);
  else for (const part of Object.values(value)) collectKeyIds(part, keyIds);
}
