import { Command, InvalidArgumentError } from 'commander';

/** A command of `idv` that prints tables, or JSON with `--json`, and shows examples at the end of its help. */
export function printingCommand(name: string, description: string, examples: readonly string[]): Command {
  return plainCommand(name, description, examples).option('--json', 'print JSON, for programs');
}

/** A command of `idv`, with examples at the end of its help. */
export function plainCommand(name: string, description: string, examples: readonly string[]): Command {
  const lines = examples.map((example) => `  $ idv ${example}`).join('\n');
  return new Command(name).description(description).addHelpText('after', `\nExamples:\n${lines}`);
}

/** Reads an option that is a whole number of at least 1. */
export function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('It must be a whole number, at least 1.');
  return Number(text);
}

/** Reads an option that is a number of seconds, into milliseconds. */
export function secondsAsMs(text: string): number {
  const seconds = Number(text);
  if (!(seconds > 0 && seconds <= 30 * 86_400)) throw new InvalidArgumentError('It must be a number of seconds.');
  return seconds * 1000;
}
