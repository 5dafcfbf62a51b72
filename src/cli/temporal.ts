import { Client, Connection } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { createVerificationClient, type CallbackKey, type VerificationClient } from '../client';
import { createDataConverter } from '../codec';
import { loadOperatorConfig } from '../config';

/** What a command of the operator works with. */
export interface Operator {
  client: Client;
  verifications: VerificationClient;
  namespace: string;
  taskQueue: string;
  uiUrl: string;
}

/** Runs a command with a client of the Temporal server that the environment names, and closes it. */
export async function withTemporal<T>(
  command: (operator: Operator) => Promise<T>,
  callback?: { baseUrl: string; keys: readonly CallbackKey[] },
): Promise<T> {
  const { taskQueue, uiUrl, payloadKeys } = loadOperatorConfig(process.env);
  const { connectionOptions, namespace = 'default' } = loadClientConnectConfig();
  const connection = Connection.lazy(connectionOptions);
  try {
    const client = new Client({ connection, namespace, dataConverter: createDataConverter(payloadKeys) });
    const verifications = createVerificationClient({ client, taskQueue, callback });
    return await command({ client, verifications, namespace, taskQueue, uiUrl });
  } finally {
    await connection.close();
  }
}

/** The Web UI's page of a workflow. */
export function workflowUrl({ uiUrl, namespace }: Operator, workflowId: string): string {
  return `${uiUrl}/namespaces/${encodeURIComponent(namespace)}/workflows/${encodeURIComponent(workflowId)}`;
}
