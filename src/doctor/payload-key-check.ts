import type { Client } from '@temporalio/client';
import { keyIdsInUse } from '../codec';
import { ok, warning, wrong, type Finding } from './finding';

const CHECK = 'payload keys';

/** Open workflows that are looked at, the latest first. */
const WORKFLOWS_LOOKED_AT = 100;

/** Whether the keys that are configured here can read what is open. */
export async function checkPayloadKeys(client: Client, taskQueue: string, keyIds: readonly string[]): Promise<Finding> {
  const { connection, options } = client;
  const { workflows, workflowIdsByKeyId } = await keyIdsInUse(connection, options.namespace, {
    query: `ExecutionStatus = 'Running' AND TaskQueue = '${taskQueue}'`,
    maxWorkflows: WORKFLOWS_LOOKED_AT,
  });
  const missing = [...workflowIdsByKeyId.keys()].filter((keyId) => !keyIds.includes(keyId));
  if (missing.length > 0) {
    return wrong(
      CHECK,
      `missing here: ${missing.join(', ')}`,
      'Add them to IDV_PAYLOAD_KEYS (or IDV_PAYLOAD_KEYS_FILE) of every worker: what needs them stands still.',
    );
  }
  if (keyIds.length > 0) return ok(CHECK, `${keyIds.join(', ')} can read the latest ${workflows} that are open`);
  return warning(
    CHECK,
    'none: payloads are not encrypted',
    'For production, set IDV_PAYLOAD_KEYS_FILE; see docs/security-payloads.md.',
  );
}
