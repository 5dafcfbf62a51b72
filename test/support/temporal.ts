import { randomBytes } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import type { DataConverter } from '@temporalio/common';
import { onCleanup } from './cleanup';

/** Where the tests' Temporal server is. */
export function temporalAddress(): string {
  const address = process.env.TEST_TEMPORAL_ADDRESS;
  if (!address) throw new Error('The shared Temporal server is not there: run the tests through npm test.');
  return address;
}

/** A client of the tests' Temporal server. */
export async function connectClient(dataConverter?: DataConverter): Promise<Client> {
  const connection = await Connection.connect({ address: temporalAddress() });
  onCleanup(() => connection.close());
  return new Client({ connection, ...(dataConverter && { dataConverter }) });
}

/** A MerchantBizId that no other test has. */
export function uniqueId(): string {
  return `t${randomBytes(12).toString('hex')}`;
}

/** A task queue that no other test has. */
export function uniqueTaskQueue(): string {
  return `test-${randomBytes(6).toString('hex')}`;
}
