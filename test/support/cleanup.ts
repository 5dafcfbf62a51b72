type Cleanup = () => unknown;

const afterTest: Cleanup[] = [];
const afterFile: Cleanup[] = [];
let inTest = false;

beforeEach(() => {
  inTest = true;
});
afterEach(async () => {
  inTest = false;
  await runAll(afterTest);
});
afterAll(() => runAll(afterFile));

/** Registers how something is ended, where it is created: after the test, or after the file for what its `beforeAll` made. */
export function onCleanup(cleanup: Cleanup): void {
  (inTest ? afterTest : afterFile).push(cleanup);
}

/** Last created, first ended. */
async function runAll(cleanups: Cleanup[]): Promise<void> {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
}
