import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Manifest {
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
}

const MANIFEST = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
const ROWS = readFileSync('docs/dependencies.md', 'utf8')
  .split('\n')
  .flatMap((line) => {
    const [, name] = /^\| `([^`]+)`/.exec(line) ?? [];
    return name === undefined ? [] : [{ name, cells: line.split('|').map((cell) => cell.trim()) }];
  });

test('every dependency is listed with what it is for, and no other', () => {
  const listed = ROWS.map(({ name }) => name);
  expect(listed).toEqual([...Object.keys(MANIFEST.dependencies), ...Object.keys(MANIFEST.devDependencies)]);
});

test.each(ROWS)('the licence of $name is the one that is listed', ({ name, cells }) => {
  const manifest = JSON.parse(readFileSync(join('node_modules', name, 'package.json'), 'utf8')) as { license: string };
  expect(manifest.license).toBe(cells[3]);
});

test('versions are exact, but for those that are explained', () => {
  const ranges = Object.entries({ ...MANIFEST.dependencies, ...MANIFEST.devDependencies }).filter(
    ([, version]) => !/^\d+\.\d+\.\d+$/.test(version),
  );
  expect(ranges.map(([name]) => name)).toEqual(['protobufjs']);
});
