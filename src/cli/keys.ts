import { keyIdsInUse } from '../codec';
import { printingCommand, wholeNumber } from './command';
import { print, tableOf, type OutputOptions } from './print';
import { withTemporal } from './temporal';

interface KeysOptions extends OutputOptions {
  limit: number;
  query?: string;
}

/** `idv keys`: which payload keys are still needed. */
export const keys = printingCommand(
  'keys',
  'Tell which payload keys are in use: one that nothing needs can be retired',
  ['keys', `keys --query "CloseTime > '2026-11-01T00:00:00Z'" --limit 10000`],
)
  .option('--query <query>', 'visibility query of what is looked at (default: everything that is open)')
  .option('--limit <number>', 'how many workflows are looked at, the latest first', wholeNumber, 1_000)
  .action(({ query, limit, json }: KeysOptions) =>
    withTemporal(async ({ client, namespace }) => {
      const options = { maxWorkflows: limit, ...(query === undefined ? {} : { query }) };
      const { workflows, complete, workflowIdsByKeyId } = await keyIdsInUse(client.connection, namespace, options);
      const inUse = [...workflowIdsByKeyId].map(([keyId, ids]) => ({ keyId, workflows: ids.length, example: ids[0] }));
      print({ json }, { lookedAt: workflows, complete, inUse }, () =>
        [
          tableOf(
            ['Key', 'Workflows', 'One of them'],
            inUse.map((one) => [one.keyId, one.workflows, one.example]),
          ),
          `Looked at ${workflows} workflows${complete ? '' : '; there are more: raise --limit before you retire a key'}.`,
        ].join('\n'),
      );
    }),
  );
