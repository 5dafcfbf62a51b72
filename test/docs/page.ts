import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A page of docs/, as its tests read it. */
export function page(name: string): string {
  return readFileSync(join('docs', name), 'utf8');
}

/** Code blocks that a page marks with `<!-- example: name -->`, by that name. */
export function examplesOf(text: string): Map<string, string> {
  const blocks = text.matchAll(/<!-- example: (\S+) -->\n+```\w*\n([\s\S]*?)```/g);
  return new Map([...blocks].map(([, name = '', code = '']) => [name, code]));
}

/** The example of that name. A page that lost it fails its test. */
export function example(text: string, name: string): string {
  const code = examplesOf(text).get(name);
  if (code === undefined) throw new Error(`The page has no example "${name}".`);
  return code;
}

/** Rows of the first table whose header begins with these cells; backticks stay. */
export function tableOf(text: string, header: readonly string[]): string[][] {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => header.every((cell, index) => cellsOf(line)[index] === cell));
  if (start < 0) throw new Error(`The page has no table "${header.join(' | ')}".`);
  const rest = lines.slice(start + 2);
  const end = rest.findIndex((line) => !line.startsWith('|'));
  return rest.slice(0, end < 0 ? undefined : end).map(cellsOf);
}

/** What stands in backticks, in order. */
export function codesIn(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
}

function cellsOf(line: string): string[] {
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
}
