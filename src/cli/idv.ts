#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { callback } from './callback';
import { cancel } from './cancel';
import { plainCommand } from './command';
import { doctor } from './doctor';
import { CommandError, EXIT_STATUS } from './exit-status';
import { explain } from './explain';
import { get } from './get';
import { initialize } from './initialize';
import { keys } from './keys';
import { list } from './list';
import { main } from './main';
import { repair } from './repair';
import { reviews } from './reviews';
import { sendToReview } from './send-to-review';
import { setup } from './setup';
import { start } from './start';
import { submit } from './submit';
import { watch } from './watch';

const COMMANDS: readonly Command[] = [
  initialize,
  start,
  get,
  list,
  watch,
  explain,
  cancel,
  sendToReview,
  submit,
  reviews,
  callback,
  repair,
  setup,
  doctor,
  keys,
  // Loaded when they run: what they need would slow every other command down.
  plainCommand('worker', 'Run the workers of one process, until it is told to end', ['worker']).action(async () =>
    (await import('./worker.js')).run(),
  ),
  plainCommand('receiver', 'Run the callback receiver', ['receiver']).action(async () =>
    (await import('./receiver.js')).run(),
  ),
  plainCommand('codec-server', 'Decode payloads for the Web UI, for who may read them', ['codec-server']).action(
    async () => (await import('./codec-server.js')).run(),
  ),
  plainCommand('simulator', "Run the vendor's API on loopback, for development", ['simulator']).action(async () =>
    (await import('./simulator.js')).run(),
  ),
  plainCommand('server', 'Run a Temporal server with its Web UI, for development', ['server']).action(async () =>
    (await import('./server.js')).run(),
  ),
  plainCommand('demo', 'Run everything at once, and one verification for every branch', ['demo --once'])
    .option('--once', 'end after them; so it is too where the output is no terminal')
    .action(async (options: { once?: boolean }) => (await import('./demo.js')).run(options)),
];

/** `idv`: the command line of the product. The environment configures it, as it does the processes. */
main(async () => {
  const program = new Command('idv')
    .description('Durable identity verification: start, look, explain, review, mend.')
    .addHelpText(
      'after',
      '\nConfiguration comes from the environment or a .env file; docs/cli.md has the exit statuses.',
    );
  for (const command of COMMANDS) program.addCommand(command);
  for (const command of everyCommand(program)) command.exitOverride().configureOutput({ outputError: () => {} });
  try {
    await program.parseAsync();
  } catch (error) {
    throw error instanceof CommanderError ? usageError(error) : error;
  }
});

function everyCommand(command: Command): Command[] {
  return [command, ...command.commands.flatMap(everyCommand)];
}

/** Help that was asked for is no error; all else that commander finds is one of usage, in one sentence. */
function usageError({ code, message, exitCode }: CommanderError): unknown {
  if (exitCode === 0) process.exit(EXIT_STATUS.done);
  if (code === 'commander.help') process.exit(EXIT_STATUS.usage);
  return new CommandError(
    EXIT_STATUS.usage,
    `${message
      .replace(/^error: /, '')
      .replaceAll('\n', ' ')
      .replace(/\.?$/, '.')} See idv --help.`,
  );
}
