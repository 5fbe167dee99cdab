import type { Check } from '../platform.ts';
import { createLarkApi, type LarkApi } from './client.ts';
import type { LarkConfig } from './config.ts';
import { LarkFault } from './http.ts';

/** Each need and the scopes that satisfy it, the narrowest first. */
const SCOPES: readonly [need: string, ...any: string[]][] = [
  ['send messages and change cards', 'im:message:send_as_bot', 'im:message'],
  [
    'read what is said to the bot directly',
    'im:message.p2p_msg:readonly',
    'im:message.p2p_msg',
    'im:message',
  ],
  [
    'read what is said to the bot in groups',
    'im:message.group_at_msg:readonly',
    'im:message.group_at_msg',
    'im:message.group_msg',
  ],
  [
    'fetch a roster that is sent as a file',
    'im:message:readonly',
    'im:message',
    'im:message.history:readonly',
  ],
  ['send tables as files', 'im:resource', 'im:resource:upload'],
  ['know in which groups the bot is', 'im:chat.members:bot_access', 'im:chat:readonly', 'im:chat'],
];

const EVENTS = [
  'im.message.receive_v1',
  'im.chat.member.bot.added_v1',
  'im.chat.member.bot.deleted_v1',
  'application.bot.menu_v6',
  'contact.user.deleted_v3',
];
const CALLBACK = 'card.action.trigger';

/** Whether Lark knows the app, and all that is to be entered on its page. `publicUrl` has no trailing slash. */
export async function larkDoctor(config: LarkConfig, publicUrl: string, orgSlug: string): Promise<Check[]> {
  const api = createLarkApi(config);
  const app = await checkApp(api);
  return [
    app,
    ...(app.ok ? [await checkScopes(api)] : []),
    ...entries(config, `${publicUrl}/hooks/${orgSlug}/lark`),
  ];
}

async function checkApp(api: LarkApi): Promise<Check> {
  try {
    const { name, openId } = await api.bot();
    return {
      name: 'lark app',
      ok: true,
      detail: `it answers as ${name || 'a bot without a name'} (${openId})`,
    };
  } catch (error) {
    return {
      name: 'lark app',
      ok: false,
      detail: `${reasonOf(error)}; see LARK_APP_ID, LARK_APP_SECRET and LARK_DOMAIN`,
    };
  }
}

async function checkScopes(api: LarkApi): Promise<Check> {
  const name = 'lark scopes';
  try {
    const granted = await api.scopes();
    const missing = SCOPES.filter(([, ...any]) => !any.some((scope) => granted.has(scope)));
    const detail = missing.map(([need, scope]) => `${scope} to ${need}`).join('; ');
    return missing.length
      ? { name, ok: false, detail: `missing: ${detail}; add them on the page and release a version` }
      : { name, ok: true, detail: 'all that are needed are granted' };
  } catch (error) {
    const needed = SCOPES.map(([, scope]) => scope).join(', ');
    return { name, ok: true, detail: `not checked (${reasonOf(error)}); needed are ${needed}` };
  }
}

function entries({ mode }: LarkConfig, address: string): Check[] {
  const where =
    mode === 'webhook' ? `send to ${address}` : 'receive over the long connection (使用长连接接收)';
  return [
    { name: 'lark events (事件配置)', ok: true, detail: `${where}; subscribe to ${EVENTS.join(', ')}` },
    { name: 'lark callbacks (回调配置)', ok: true, detail: `${where}; subscribe to ${CALLBACK}` },
    ...(mode === 'webhook'
      ? [
          {
            name: 'lark encryption (加密策略)',
            ok: true,
            detail: 'the Encrypt Key and the Verification Token are those of this configuration',
          },
        ]
      : []),
    {
      name: 'lark menu (机器人自定义菜单)',
      ok: true,
      detail: 'push an event whose event_key is a word such as 签到, 我的 or 帮助',
    },
  ];
}

function reasonOf(error: unknown): string {
  if (error instanceof LarkFault) return error.message;
  throw error;
}
