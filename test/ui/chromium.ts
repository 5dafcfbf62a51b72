import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** A browser of this machine: the one that `CHROMIUM_PATH` names, else one on the PATH. */
export function findChromium(): string | undefined {
  const { CHROMIUM_PATH, PATH = '' } = process.env;
  if (CHROMIUM_PATH) return CHROMIUM_PATH;
  const places = PATH.split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return places.find(isExecutable);
}

/**
 * Tests that need a browser. Without one they are reported as skipped, each by its name; where `REQUIRE_CHROMIUM` is
 * set, they fail instead.
 */
export const describeInBrowser = findChromium() || process.env.REQUIRE_CHROMIUM ? describe : describe.skip;

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
