import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The first of these programs that is on the PATH. */
export function findProgram(...names: readonly string[]): string | undefined {
  const places = (process.env.PATH ?? '').split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  return places.find(isExecutable);
}

/**
 * Tests that need a program. Without it they are reported as skipped, each by its name; where the variable is set, they
 * fail instead.
 */
export function describeWith(program: string | undefined, requiredBy: string): jest.Describe {
  return program !== undefined || process.env[requiredBy] ? describe : describe.skip;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
