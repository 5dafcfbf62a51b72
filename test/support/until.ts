/** Asks again and again, for what cannot be awaited as an event; gives up before the test does. */
export async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadlineMs = Date.now() + 45_000;
  while (!(await holds())) {
    if (Date.now() > deadlineMs) throw new Error('Not so within 45 s.');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Whether a call succeeds. */
export function succeeds(call: Promise<unknown>): Promise<boolean> {
  return call.then(
    () => true,
    () => false,
  );
}
