import { z } from 'zod';
import { Misconfigured } from '../../errors.ts';

const needed = (variable: string, where = '') => {
  const sentence = `${variable} is missing; it is needed${where}`;
  return z.string(sentence).min(1, sentence);
};

/** All of it is needed: without token and key a stranger's request cannot be told from the platform's. */
export const WecomConfig = z.object({
  corpId: needed('WECOM_CORP_ID', ': it stands on the admin page under 我的企业 → 企业ID'),
  agentId: needed('WECOM_AGENT_ID', ': it stands on the app’s page as AgentId')
    .regex(/^\d{1,15}$/, 'WECOM_AGENT_ID is not a number such as 1000002')
    .transform(Number),
  secret: needed('WECOM_SECRET', ': it stands on the app’s page as Secret'),
  token: needed('WECOM_TOKEN', ': it is made on the app’s page under 接收消息 → 设置API接收').regex(
    /^[0-9A-Za-z]{1,32}$/,
    'WECOM_TOKEN is not of up to 32 letters and digits',
  ),
  aesKey: needed('WECOM_AES_KEY', ': it is the EncodingAESKey beside the token').regex(
    /^[0-9A-Za-z]{43}$/,
    'WECOM_AES_KEY is not of 43 letters and digits',
  ),
  api: z
    .string()
    .refine(isOrigin, 'WECOM_API is not an address like https://qyapi.weixin.qq.com')
    .transform((api) => api.replace(/\/+$/, ''))
    .default('https://qyapi.weixin.qq.com'),
});
export type WecomConfig = z.infer<typeof WecomConfig>;
export type WecomKeys = Pick<WecomConfig, 'corpId' | 'token' | 'aesKey'>;

/** What the environment says of WeCom; null if it says nothing. */
export function wecomConfig(env: Record<string, string | undefined>): WecomConfig | null {
  const given = Object.entries(env).filter(([name, value]) => name.startsWith('WECOM_') && value);
  if (given.every(([name]) => name === 'WECOM_API')) return null;
  const parsed = WecomConfig.safeParse({
    corpId: env.WECOM_CORP_ID,
    agentId: env.WECOM_AGENT_ID,
    secret: env.WECOM_SECRET,
    token: env.WECOM_TOKEN,
    aesKey: env.WECOM_AES_KEY,
    api: env.WECOM_API || undefined,
  });
  if (!parsed.success)
    throw new Misconfigured(parsed.error.issues[0]?.message ?? 'WeCom is not configured rightly');
  return parsed.data;
}

function isOrigin(text: string): boolean {
  return URL.canParse(text) && /^https?:\/\/[^/?#@]+\/*$/.test(text);
}
