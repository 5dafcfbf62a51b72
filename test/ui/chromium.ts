import { describeWith, findProgram } from '../support/program';

/** A browser of this machine: the one that `CHROMIUM_PATH` names, else one on the PATH. */
export function findChromium(): string | undefined {
  const { CHROMIUM_PATH } = process.env;
  return CHROMIUM_PATH || findProgram('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable');
}

/** Tests that need a browser. */
export const describeInBrowser = describeWith(findChromium(), 'REQUIRE_CHROMIUM');
