import type { TestOrg } from '../helpers/org.ts';

/** A button that somebody has from elsewhere: what they see because of pressing it, as one text. */
export async function tap(
  org: TestOrg,
  as: string,
  command: string,
  input: Record<string, unknown>,
): Promise<string> {
  const talk = org.as(as);
  await talk.says('帮助');
  const message = (await talk.messages()).at(-1);
  const response = await org.app.request('http://127.0.0.1/console/api/tap', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      as,
      message: message?.id,
      action: `${command}:${Buffer.from(JSON.stringify(input)).toString('base64url')}`,
    }),
  });
  return JSON.stringify(await response.json());
}
