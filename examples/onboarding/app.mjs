import { Hono } from 'hono';
import { createCallbackReceiver } from 'temporal-id-verification/callback';
import { VerificationClientError } from 'temporal-id-verification/client';

/** The backend over HTTP, with the callback receiver mounted in it. */
export function createApp(backend, { temporal, callbackKeys }) {
  const receiver = createCallbackReceiver({ client: temporal, keys: callbackKeys });
  const app = new Hono();
  app.all('/callbacks/*', (context) => receiver(context.req.raw));
  app.post('/sign-ups', async (context) => {
    const { user } = await context.req.json();
    return context.json(await backend.signUp(user), 201);
  });
  app.get('/sign-ups/:id', async (context) => {
    const waitMs = Number(context.req.query('waitMs') ?? 0);
    return context.json(await backend.stateOf(context.req.param('id'), waitMs));
  });
  app.post('/sign-ups/:id/second-tries', async (context) => {
    const { user } = await context.req.json();
    const begun = await backend.secondTry(context.req.param('id'), user);
    return begun ? context.json(begun, 201) : context.json({ error: 'no second try is asked for' }, 409);
  });
  app.onError((error, context) => {
    if (!(error instanceof VerificationClientError)) return context.json({ error: 'it went wrong' }, 500);
    return context.json({ error: error.message }, error.code === 'NOT_FOUND' ? 404 : 500);
  });
  return app;
}
