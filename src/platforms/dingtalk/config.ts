import { z } from 'zod';
import { Misconfigured } from '../../errors.ts';

const Common = z.object({
  clientId: needed('DINGTALK_CLIENT_ID', ': it stands on the app’s page under 凭证与基础信息'),
  clientSecret: needed('DINGTALK_CLIENT_SECRET', ': it stands beside the Client ID'),
  /** An internal app's robot mostly bears the app's own id. */
  robotCode: z.string().optional(),
  api: z
    .string()
    .refine(isOrigin, 'DINGTALK_API is not an address like https://api.dingtalk.com')
    .transform((api) => api.replace(/\/+$/, ''))
    .default('https://api.dingtalk.com'),
  cardTemplate: z
    .string()
    .regex(/^[\w-]{8,80}\.schema$/, 'DINGTALK_CARD_TEMPLATE is not a template’s id such as 1a2b3c4d-….schema')
    .optional(),
  /** API calls that DingTalk allows the organisation in a calendar month. */
  monthlyCalls: z.coerce
    .number('DINGTALK_MONTHLY_CALLS is not a number')
    .int('DINGTALK_MONTHLY_CALLS is not a whole number')
    .min(1, 'DINGTALK_MONTHLY_CALLS is not a number above 0')
    .default(5_000),
});

/** Robot and card callbacks are signed with the app's own secret; events are sealed with a key of their own, if there are any. */
const Webhook = Common.extend({
  mode: z.literal('webhook').default('webhook'),
  token: z.string().min(1).optional(),
  aesKey: z
    .string()
    .regex(/^[0-9A-Za-z]{43}$/, 'DINGTALK_AES_KEY is not of 43 letters and digits')
    .optional(),
});

/** The connection is authenticated when it opens. */
const Stream = Common.extend({ mode: z.literal('stream') });

export const DingTalkConfig = z
  .union([Webhook, Stream])
  .transform((config) => ({ ...config, robotCode: config.robotCode ?? config.clientId }));
export type DingTalkConfig = z.infer<typeof DingTalkConfig>;

/** What the environment says of DingTalk; null if it says nothing. */
export function dingTalkConfig(env: Record<string, string | undefined>): DingTalkConfig | null {
  const given = Object.entries(env).filter(([name, value]) => name.startsWith('DINGTALK_') && value);
  if (given.every(([name]) => HARMLESS.has(name))) return null;
  const schema = schemaFor(env.DINGTALK_MODE);
  const parsed = schema.safeParse({
    clientId: env.DINGTALK_CLIENT_ID,
    clientSecret: env.DINGTALK_CLIENT_SECRET,
    robotCode: env.DINGTALK_ROBOT_CODE || undefined,
    api: env.DINGTALK_API || undefined,
    cardTemplate: env.DINGTALK_CARD_TEMPLATE || undefined,
    monthlyCalls: env.DINGTALK_MONTHLY_CALLS || undefined,
    mode: env.DINGTALK_MODE || undefined,
    ...(schema === Webhook && {
      token: env.DINGTALK_TOKEN || undefined,
      aesKey: env.DINGTALK_AES_KEY || undefined,
    }),
  });
  if (!parsed.success)
    throw new Misconfigured(parsed.error.issues[0]?.message ?? 'DingTalk is not configured rightly');
  const config = DingTalkConfig.parse(parsed.data);
  if (config.mode === 'webhook' && (config.token === undefined) !== (config.aesKey === undefined)) {
    const missing = config.token === undefined ? 'DINGTALK_TOKEN' : 'DINGTALK_AES_KEY';
    throw new Misconfigured(`${missing} is missing; events need both it and the other of the two`);
  }
  return config;
}

/** Of themselves these connect nothing. */
const HARMLESS = new Set(['DINGTALK_API', 'DINGTALK_MODE', 'DINGTALK_MONTHLY_CALLS']);

function schemaFor(mode: string | undefined) {
  if (mode === 'stream') return Stream;
  if (!mode || mode === 'webhook') return Webhook;
  throw new Misconfigured(`DINGTALK_MODE is “${mode}”; it is webhook or stream`);
}

function needed(variable: string, where: string) {
  const sentence = `${variable} is missing; it is needed${where}`;
  return z.string(sentence).min(1, sentence);
}

function isOrigin(text: string): boolean {
  return URL.canParse(text) && /^https?:\/\/[^/?#@]+\/*$/.test(text);
}
