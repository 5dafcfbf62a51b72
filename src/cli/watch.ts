import { setTimeout as sleep } from 'node:timers/promises';
import { explainVerification, formatStep, type Explanation } from '../explain';
import { printingCommand, secondsAsMs } from './command';
import { print, type OutputOptions } from './print';
import { withTemporal, type Operator } from './temporal';

interface WatchOptions extends OutputOptions {
  every: number;
}

/** `idv watch`: follows a verification to its end. */
export const watch = printingCommand('watch', 'Follow a verification: each step as it happens, until it ends', [
  'watch e0c34a77f5ac40a5',
  'watch e0c34a77f5ac40a5 --every 5 --json',
])
  .argument('<verificationId>', 'MerchantBizId of its first attempt')
  .option('--every <seconds>', 'how often to look', secondsAsMs, 1000)
  .action((verificationId: string, options: WatchOptions) =>
    withTemporal((operator) => follow(operator, verificationId, options)),
  );

async function follow({ client }: Operator, verificationId: string, options: WatchOptions): Promise<void> {
  let known = new Set<string>();
  let waits = '';
  for (;;) {
    const explanation = await explainVerification(client, verificationId);
    known = printNewSteps(explanation, known, options);
    const waitsNow = waitsText(explanation);
    if (!options.json && waitsNow !== waits && waitsNow !== '') process.stdout.write(`${waitsNow}\n`);
    waits = waitsNow;
    if (!explanation.isOpen) return;
    await sleep(options.every);
  }
}

function printNewSteps({ steps }: Explanation, known: ReadonlySet<string>, options: OutputOptions): Set<string> {
  for (const step of steps) if (!known.has(JSON.stringify(step))) print(options, step, () => formatStep(step));
  return new Set(steps.map((step) => JSON.stringify(step)));
}

function waitsText({ waits }: Explanation): string {
  return waits
    .map(
      ({ waitsFor, until, advice }) =>
        `  … ${waitsFor}${until ? `, until ${until}` : ''}${advice ? `. ${advice}` : ''}`,
    )
    .join('\n');
}
