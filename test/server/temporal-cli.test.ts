import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import { findTemporalCli, startTemporalServer } from '../../src/server';
import { onCleanup } from '../support/cleanup';

const CLI = process.env.TEST_TEMPORAL_CLI ?? 'temporal';

/** A program that does what a broken Temporal CLI might do. */
function program(script: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'idv-test-')), 'temporal');
  writeFileSync(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return path;
}

test('the path that is given is used, and no other', async () => {
  await expect(findTemporalCli({ path: CLI })).resolves.toBe(CLI);
  await expect(findTemporalCli({ path: '/nowhere/temporal' })).rejects.toThrow(
    /Tried:\n- TEMPORAL_CLI_PATH: not there$/,
  );
});

test('what is there and does not run is told so', async () => {
  await expect(findTemporalCli({ path: program('exit 1') })).rejects.toThrow(/TEMPORAL_CLI_PATH: /);
});

test('a server answers as soon as it is started, keeps a file across a crash, and leaves no process', async () => {
  const dbFilename = join(mkdtempSync(join(tmpdir(), 'idv-test-')), 'temporal.db');
  const searchAttributes = { VerificationStatus: 'Keyword' };
  const first = await startTemporalServer({ cliPath: CLI, searchAttributes, dbFilename });
  onCleanup(() => first.stop());
  process.kill(first.pid, 'SIGKILL');
  await first.stop();
  expect(() => process.kill(first.pid, 0)).toThrow('ESRCH');
  const second = await startTemporalServer({ cliPath: CLI, searchAttributes, dbFilename, ui: true });
  onCleanup(() => second.stop());
  const connection = await Connection.connect({ address: second.address });
  onCleanup(() => connection.close());
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace: 'default' });
  expect(Object.keys(customAttributes ?? {})).toContain('VerificationStatus');
  expect((await fetch(second.uiUrl ?? '')).status).toBe(200);
});

test('a server that ends at once is told with what it said', async () => {
  const cliPath = program('echo "no such flag" >&2; exit 3');
  await expect(startTemporalServer({ cliPath, searchAttributes: {} })).rejects.toThrow(
    /ended at once.*\n.*no such flag/,
  );
});
