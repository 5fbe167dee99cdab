import { z } from 'zod';
import { parseJson } from '../body.ts';
import type { Fetched } from '../platform.ts';
import type { LarkApi, Resource } from './client.ts';
import { LarkFault, TOO_LARGE } from './http.ts';
import { verdictOf } from './verdict.ts';

const Handle = z.object({
  message: z.string(),
  key: z.string(),
  type: z.enum(['file', 'image']),
}) satisfies z.ZodType<Resource>;

export function handleOf(resource: Resource): string {
  return JSON.stringify(resource);
}

/** Only of messages to the bot itself. {@link https://open.feishu.cn/document/server-docs/im-v1/message/get-2} */
export async function fetchResource(api: LarkApi, handle: string, most: number): Promise<Fetched> {
  const found = Handle.safeParse(parseJson(handle));
  if (!found.success) return { ok: false, verdict: 'never', reason: 'no handle of Lark’s' };
  try {
    return { ok: true, bytes: await api.download(found.data, most) };
  } catch (error) {
    if (!(error instanceof LarkFault)) throw error;
    const { after, message: reason } = error;
    const lost = verdictOf(error) === 'never' ? 'never' : 'again';
    const verdict = error.code === TOO_LARGE ? 'large' : lost;
    return { ok: false, verdict, reason, ...(after !== undefined && { after }) };
  }
}
