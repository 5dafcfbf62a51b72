import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';

const FOLDER = join(__dirname, '..', 'histories');

/** A history as it was recorded, and the workflow that it is of. */
export interface RecordedHistory {
  name: string;
  workflowId: string;
  history: object;
}

/** All recorded histories, by the branch that they are of. */
export function recordedHistories(): RecordedHistory[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.json'))
    .map((file) => ({ name: file.replace(/\.json$/, ''), ...JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) }));
}

/** Records a closed workflow. */
export async function recordHistory(client: Client, name: string, workflowId: string): Promise<void> {
  const text = historyToJSON(await client.workflow.getHandle(workflowId).fetchHistory());
  // Identities name the machine that recorded it, and are not looked at in a replay.
  const history: unknown = JSON.parse(text, (key, value: unknown) => (key === 'identity' ? 'recorded' : value));
  writeFileSync(join(FOLDER, `${name}.json`), `${JSON.stringify({ workflowId, history })}\n`);
}
