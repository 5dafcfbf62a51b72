/**
 * Ends a run with the names of the tests that were skipped, and with `N passed, N failed`, alone on a line, for people and
 * programs that read only that.
 */
module.exports = class ClosingLineReporter {
  constructor({ testNamePattern }) {
    // Who chooses tests by name knows what else was left out.
    this.namesSkipped = !testNamePattern;
  }

  onRunComplete(_, { testResults, numPassedTests, numFailedTests, numPendingTests, numRuntimeErrorTestSuites }) {
    if (this.namesSkipped) for (const name of skippedTests(testResults)) process.stdout.write(`skipped: ${name}\n`);
    const skipped = numPendingTests > 0 ? `, ${numPendingTests} skipped` : '';
    process.stdout.write(`${numPassedTests} passed, ${numFailedTests + numRuntimeErrorTestSuites} failed${skipped}\n`);
  }
};

function skippedTests(files) {
  return files.flatMap((file) =>
    file.testResults.filter(({ status }) => status === 'pending').map(({ fullName }) => fullName),
  );
}
