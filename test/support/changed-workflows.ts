import { sleep } from '@temporalio/workflow';
import { verification as original } from '../../src/workflows';

/** The verification with one more timer at its start: a change that open verifications would not survive. */
export async function verification(input: unknown): Promise<unknown> {
  await sleep(1_000);
  return original(input);
}
