import { z } from 'zod';
import { Misconfigured } from '../../errors.ts';

const Domain = z
  .string()
  .refine(isOrigin, 'LARK_DOMAIN is not an address like https://open.feishu.cn')
  .transform((domain) => domain.replace(/\/+$/, ''))
  .default('https://open.feishu.cn');

const Common = z.object({
  appId: needed('LARK_APP_ID'),
  appSecret: needed('LARK_APP_SECRET'),
  domain: Domain,
});

/** Without both keys a stranger's request cannot be told from the platform's, so webhook mode has none without them. */
const Webhook = Common.extend({
  mode: z.literal('webhook').default('webhook'),
  encryptKey: needed(
    'LARK_ENCRYPT_KEY',
    ' in webhook mode: set it on the platform page “Events and callbacks → Encryption”',
  ),
  verificationToken: needed('LARK_VERIFICATION_TOKEN', ' in webhook mode: it stands beside the Encrypt Key'),
});

/** The long connection is authenticated when it opens and carries plain text: no keys. */
const Websocket = Common.extend({
  mode: z.literal('websocket'),
  appId: needed('LARK_APP_ID').regex(
    /^cli_[0-9a-fA-F]{16}$/,
    'LARK_APP_ID is not of the form cli_ and 16 hexadecimal digits',
  ),
});

export const LarkConfig = z.union([Webhook, Websocket]);
export type LarkConfig = z.infer<typeof LarkConfig>;
export type LarkKeys = Pick<z.infer<typeof Webhook>, 'encryptKey' | 'verificationToken'>;

/** What the environment says of Lark; null if it says nothing. */
export function larkConfig(env: Record<string, string | undefined>): LarkConfig | null {
  const given = Object.entries(env).filter(([name, value]) => name.startsWith('LARK_') && value);
  if (given.every(([name]) => name === 'LARK_DOMAIN' || name === 'LARK_MODE')) return null;
  const parsed = schemaFor(env.LARK_MODE).safeParse({
    appId: env.LARK_APP_ID,
    appSecret: env.LARK_APP_SECRET,
    encryptKey: env.LARK_ENCRYPT_KEY,
    verificationToken: env.LARK_VERIFICATION_TOKEN,
    domain: env.LARK_DOMAIN || undefined,
    mode: env.LARK_MODE || undefined,
  });
  if (!parsed.success)
    throw new Misconfigured(parsed.error.issues[0]?.message ?? 'Lark is not configured rightly');
  return parsed.data;
}

function schemaFor(mode: string | undefined) {
  if (mode === 'websocket') return Websocket;
  if (!mode || mode === 'webhook') return Webhook;
  throw new Misconfigured(`LARK_MODE is “${mode}”; it is webhook or websocket`);
}

function needed(variable: string, where = '') {
  const sentence = `${variable} is missing; it is needed${where}`;
  return z.string(sentence).min(1, sentence);
}

function isOrigin(text: string): boolean {
  return URL.canParse(text) && /^https?:\/\/[^/?#@]+\/*$/.test(text);
}
