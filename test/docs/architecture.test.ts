import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { page, tableOf } from './page';

const text = page('architecture.md');

/** They put everything together: arrows from them would hide the rest. */
const LEFT_OUT = ['cli', 'demo'];

test('the picture of the folders shows the real imports, and no other', () => {
  const arrows = [...text.matchAll(/^ {2}(\w+) (-->|-\.->) (\w+)$/gm)].map(
    ([, from, arrow, to]) => `${from} ${arrow} ${to}`,
  );
  expect(arrows.toSorted()).toEqual(importsBetweenFolders().toSorted());
});

test('what a branch costs is as measured', () => {
  const header = ['branch', 'workflows'];
  const measured = new Map(tableOf(page('performance.md'), header).map(([branch, ...costs]) => [branch, costs]));
  for (const [branch, ...costs] of tableOf(text, header))
    expect([branch, ...costs]).toEqual([branch, ...(measured.get(branch) ?? [])]);
});

/** `from --> to` for each folder that imports another one; dashed where it imports types only. */
function importsBetweenFolders(): string[] {
  const folders = readdirSync('src').filter((folder) => !LEFT_OUT.includes(folder));
  return folders.flatMap((from) => {
    const imports = sourcesIn(from).flatMap((source) => [
      ...source.matchAll(/^(?:im|ex)port( type)?[^;]*? from '\.\.\/(\w+)/gm),
    ]);
    const solid = new Set(imports.flatMap(([, type, to]) => (type ? [] : [to])));
    const all = new Set(imports.map(([, , to]) => to));
    return [...all].map((to) => `${from} ${solid.has(to) ? '-->' : '-.->'} ${to}`);
  });
}

function sourcesIn(folder: string): string[] {
  const files = readdirSync(join('src', folder), { recursive: true, encoding: 'utf8' });
  return files.filter((file) => file.endsWith('.ts')).map((file) => readFileSync(join('src', folder, file), 'utf8'));
}
