import { Hono } from 'hono';
import { z } from 'zod';
import type { SimulatorControl } from './control';
import { disturbanceSchema, faultSchema, userScriptSchema } from './user-script';

const transactionId = z.string().min(1);

/** The control over HTTP: `POST /_control/{command}` with a JSON object, `GET /_control/journal`. */
const COMMANDS = {
  script: command(z.strictObject({ transactionId, script: userScriptSchema }), (control, { transactionId, script }) =>
    control.script(transactionId, script),
  ),
  finish: command(z.strictObject({ transactionId }), (control, { transactionId }) => control.finish(transactionId)),
  fault: command(
    z.strictObject({
      fault: faultSchema,
      next: z.int().min(1).max(1_000_000).default(1),
      action: z.string().optional(),
    }),
    (control, { fault, next, action }) => control.fault(fault, next, action),
  ),
  disturb: command(disturbanceSchema, (control, disturbance) => control.disturb(disturbance)),
  'refuse-key': command(
    z.strictObject({
      accessKeyId: z.string(),
      refusedWith: z
        .enum(['Forbidden.RAMUserAccessDenied', 'Forbidden.AccountAccessDenied', 'InvalidAccessKeyId.Inactive'])
        .optional(),
    }),
    (control, { accessKeyId, refusedWith }) => control.refuseKey(accessKeyId, refusedWith),
  ),
  'advance-clock': command(z.strictObject({ ms: z.number().min(0) }), (control, { ms }) => control.advanceClock(ms)),
  'send-callback': command(z.strictObject({ transactionId }), (control, { transactionId }) =>
    control.sendCallback(transactionId),
  ),
  'clear-journal': command(z.strictObject({}), (control) => control.clearJournal()),
} as const;

type Command = (control: SimulatorControl, body: unknown) => Promise<void>;

function command<S extends z.ZodType>(
  schema: S,
  run: (control: SimulatorControl, body: z.output<S>) => void | Promise<void>,
): Command {
  return async (control, body) => run(control, schema.parse(body));
}

export function createControlApi(control: SimulatorControl): Hono {
  const app = new Hono();
  app.get('/journal', (context) => context.json(control.journal(context.req.query('transactionId'))));
  app.post('/:command', async (context) => {
    const name = context.req.param('command');
    const run = Object.hasOwn(COMMANDS, name) ? COMMANDS[name as keyof typeof COMMANDS] : undefined;
    if (!run)
      return context.json({ error: `There is no command ${Object.keys(COMMANDS).join(', ')} of that name.` }, 404);
    try {
      await run(control, await context.req.json());
      return context.json({});
    } catch (error) {
      return context.json(
        { error: error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message },
        400,
      );
    }
  });
  return app;
}
