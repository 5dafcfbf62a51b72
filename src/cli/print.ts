import Table from 'cli-table3';

/** Whether a command was asked for JSON. */
export interface OutputOptions {
  json?: boolean | undefined;
}

/** Writes a value as JSON for programs, or as text for people. */
export function print({ json }: OutputOptions, value: unknown, text: () => string): void {
  process.stdout.write(`${json ? JSON.stringify(value) : text()}\n`);
}

/** A table with a heading; cells without a value stay empty. */
export function tableOf(head: string[], rows: readonly (readonly (string | number | undefined)[])[]): string {
  const table = new Table({ head, style: { head: [], border: [], compact: true } });
  for (const row of rows) table.push(row.map((cell) => printable(cell ?? '')));
  return table.toString();
}

/** Facts by name, one a line; those without a value are left out. */
export function factsOf(facts: Readonly<Record<string, string | number | undefined>>): string {
  const given = Object.entries(facts).filter(([, value]) => value !== undefined);
  const width = Math.max(...given.map(([name]) => name.length)) + 2;
  return given.map(([name, value]) => `${`${name}:`.padEnd(width)}${printable(value ?? '')}`).join('\n');
}

/** Reads a stream of things to its end. */
export async function collect<T>(all: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const one of all) collected.push(one);
  return collected;
}

/** Free text, such as a reviewer's note, holds nothing that a terminal would act on. */
function printable(cell: string | number): string {
  return String(cell).replace(/\p{C}+/gu, ' ');
}
