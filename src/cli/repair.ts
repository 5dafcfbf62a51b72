import { createInterface } from 'node:readline/promises';
import { InvalidArgumentError } from 'commander';
import { CHECK_RESULT_FAILURES } from '../contract/check-result';
import {
  AuditFile,
  AuditFileError,
  findStuckCalls,
  REPAIR_ACTIONS,
  repairAll,
  type RepairOrder,
  type StuckCall,
} from '../repair';
import { printingCommand, wholeNumber } from './command';
import { CommandError, EXIT_STATUS } from './exit-status';
import { untilToldToEnd } from './main';
import { collect, print, tableOf, type OutputOptions } from './print';
import { withTemporal, type Operator } from './temporal';

interface RepairOptions extends OutputOptions, RepairOrder {
  perSecond: number;
  auditFile?: string;
  dryRun?: boolean;
  yes?: boolean;
}

/** `idv repair`: mends in bulk what is stuck on one failure. */
export const repair = printingCommand('repair', 'Mend in bulk what is stuck: list it, ask, act at a bounded rate', [
  'repair --stuck-on OperatorActionRequired --action retry-now --operator ana@example.com',
  `repair --query "VerificationStatus = 'AWAITING_RESULT'" --stuck-on VendorUnavailable --action send-to-review --operator ana@example.com`,
  'repair --stuck-on OperatorActionRequired --action retry-now --operator ana@example.com --audit-file stopped.jsonl',
])
  .option('--query <query>', 'visibility query that narrows it down; open attempts only, in any case')
  .requiredOption(
    '--stuck-on <failure>',
    `the last failure of the call: ${CHECK_RESULT_FAILURES.join(', ')}`,
    oneOf(CHECK_RESULT_FAILURES),
  )
  .requiredOption('--action <action>', REPAIR_ACTIONS.join(', '), oneOf(REPAIR_ACTIONS))
  .requiredOption('--operator <name>', 'who does it: a user name or mail address')
  .option('--per-second <number>', 'how many a second at most', wholeNumber, 5)
  .option('--audit-file <file>', 'where each act is recorded; an existing one is gone on with')
  .option('--dry-run', 'only list what would be touched')
  .option('--yes', 'do not ask')
  .action((options: RepairOptions) => withTemporal((operator) => repairStuck(operator, options)));

async function repairStuck(operator: Operator, options: RepairOptions): Promise<void> {
  const { query, stuckOn, action, dryRun, json } = options;
  const stuck = await collect(findStuckCalls(operator.client, query, stuckOn));
  if (!json || dryRun) print(options, { stuck }, () => stuckTable(stuck, action));
  if (dryRun || stuck.length === 0) return;
  if (!options.yes) await confirm(stuck.length, action);
  const audit = openAudit(options);
  const toldToEnd = new AbortController();
  void untilToldToEnd().then(() => toldToEnd.abort());
  const counts = await repairAll(
    {
      ...operator,
      audit,
      order: options,
      perSecond: options.perSecond,
      signal: toldToEnd.signal,
      onSettled: ({ workflowId }, result) => {
        if (!json) process.stdout.write(`${result.padEnd(8)}${workflowId}\n`);
      },
    },
    stuck,
  );
  const stopped = toldToEnd.signal.aborted ? ` Stopped: go on with --audit-file ${audit.path}.` : '';
  const text = `${counts.done} done, ${counts.gone} were well or closed, ${counts.skipped} settled before, ${counts.failed} failed. Audit file: ${audit.path}.${stopped}`;
  print(options, { stuck, ...counts, auditFile: audit.path, stopped: toldToEnd.signal.aborted }, () => text);
  if (counts.failed > 0) process.exitCode = EXIT_STATUS.failed;
}

function openAudit({ auditFile, query, stuckOn, action, operator }: RepairOptions): AuditFile {
  const path = auditFile ?? `idv-repair-${new Date().toISOString().replaceAll(/[:.]/g, '-')}.jsonl`;
  try {
    return new AuditFile(path, { query, stuckOn, action, operator });
  } catch (error) {
    if (error instanceof AuditFileError) throw new CommandError(EXIT_STATUS.usage, error.message);
    throw error;
  }
}

async function confirm(count: number, action: string): Promise<void> {
  if (!process.stdin.isTTY) {
    throw new CommandError(EXIT_STATUS.usage, 'There is nobody to ask: pass --yes, or look first with --dry-run.');
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(`${action} for ${count}: type ${count} to go on: `);
  terminal.close();
  if (answer.trim() !== String(count)) throw new CommandError(EXIT_STATUS.refused, 'Nothing was touched.');
}

function stuckTable(stuck: readonly StuckCall[], action: string): string {
  if (stuck.length === 0) return 'Nothing is stuck on that.';
  const rows = stuck.map(({ workflowId, tries, lastFailure }) => [workflowId, tries, lastFailure.slice(0, 100)]);
  return `${tableOf(['Workflow', 'Tries', 'Last failure'], rows)}\n${stuck.length} to ${action}.`;
}

function oneOf<T extends string>(values: readonly T[]): (text: string) => T {
  return (text) => {
    const value = values.find((one) => one === text);
    if (value === undefined) throw new InvalidArgumentError(`It must be one of ${values.join(', ')}.`);
    return value;
  };
}
