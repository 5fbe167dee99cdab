import type { Check } from '../platform.ts';
import { createLarkApi, type LarkApi } from './client.ts';
import type { LarkConfig } from './config.ts';
import { LarkFault } from './http.ts';

/** What a need is, in both languages, and the scopes that satisfy it, the narrowest first. */
interface Need {
  need: string;
  chinese: string;
  any: readonly [string, ...string[]];
}

const SCOPES: readonly Need[] = [
  {
    need: 'send messages and change cards',
    chinese: '发送消息、更新卡片',
    any: ['im:message:send_as_bot', 'im:message'],
  },
  {
    need: 'read what is said to the bot directly',
    chinese: '读取单聊消息',
    any: ['im:message.p2p_msg:readonly', 'im:message.p2p_msg', 'im:message'],
  },
  {
    need: 'read what is said to the bot in groups',
    chinese: '读取群里@机器人的消息',
    any: ['im:message.group_at_msg:readonly', 'im:message.group_at_msg', 'im:message.group_msg'],
  },
  {
    need: 'fetch photos and files that people send, rosters too',
    chinese: '收取发来的照片和文件（含名册）',
    any: ['im:message:readonly', 'im:message', 'im:message.history:readonly'],
  },
  { need: 'send tables as files', chinese: '发送表格文件', any: ['im:resource', 'im:resource:upload'] },
  {
    need: 'know in which groups the bot is',
    chinese: '知道机器人在哪些群',
    any: ['im:chat.members:bot_access', 'im:chat:readonly', 'im:chat'],
  },
];

/** Only 导入通讯录 needs these. */
const DIRECTORY: readonly Need[] = [
  {
    need: 'see the range of contacts',
    chinese: '读取通讯录范围',
    any: ['contact:contact.base:readonly', 'contact:contact:readonly_as_app'],
  },
  {
    need: 'read departments',
    chinese: '读取部门',
    any: ['contact:department.base:readonly', 'contact:contact:readonly_as_app'],
  },
  {
    need: 'read names',
    chinese: '读取姓名',
    any: ['contact:user.base:readonly', 'contact:contact:readonly_as_app'],
  },
  { need: 'read phone numbers', chinese: '读取手机号', any: ['contact:user.phone:readonly'] },
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
    ...(app.ok ? await checkScopes(api) : []),
    ...entries(config, `${publicUrl}/hooks/${orgSlug}/lark`),
  ];
}

async function checkApp(api: LarkApi): Promise<Check> {
  const name = 'lark app';
  try {
    const { name: bot, openId } = await api.bot();
    return {
      name,
      ok: true,
      detail: `it answers as ${bot || 'a bot without a name'} (${openId})`,
      chinese: `应用已连通，机器人是“${bot || '未命名'}”`,
    };
  } catch (error) {
    return {
      name,
      ok: false,
      detail: `${reasonOf(error)}; see LARK_APP_ID, LARK_APP_SECRET and LARK_DOMAIN`,
      chinese: '应用连不通，请核对 LARK_APP_ID、LARK_APP_SECRET 和 LARK_DOMAIN',
    };
  }
}

async function checkScopes(api: LarkApi): Promise<Check[]> {
  try {
    const granted = await api.scopes();
    return [required(missingOf(SCOPES, granted)), forDirectory(missingOf(DIRECTORY, granted))];
  } catch (error) {
    const needed = SCOPES.map(({ any }) => any[0]).join(', ');
    return [
      {
        name: 'lark scopes',
        ok: true,
        detail: `not checked (${reasonOf(error)}); needed are ${needed}`,
        chinese: `没能检查权限，请自行核对已开通：${needed}`,
      },
    ];
  }
}

function missingOf(needs: readonly Need[], granted: ReadonlySet<string>): Pick<Check, 'detail' | 'chinese'> {
  const missing = needs.filter(({ any }) => !any.some((scope) => granted.has(scope)));
  return {
    detail: missing.map(({ need, any }) => `${any[0]} to ${need}`).join('; '),
    chinese: missing.map(({ chinese, any }) => `${any[0]}（${chinese}）`).join('、'),
  };
}

function required({ detail, chinese }: Pick<Check, 'detail' | 'chinese'>): Check {
  const name = 'lark scopes';
  if (detail === '')
    return { name, ok: true, detail: 'all that are needed are granted', chinese: '需要的权限都已开通' };
  return {
    name,
    ok: false,
    detail: `missing: ${detail}; add them on the page and release a version`,
    chinese: `缺少权限：${chinese}。请在“权限管理”里开通，再发布一个版本`,
  };
}

/** Whoever enters people by a roster does without them. */
function forDirectory({ detail, chinese }: Pick<Check, 'detail' | 'chinese'>): Check {
  const name = 'lark scopes for 导入通讯录';
  if (detail === '')
    return {
      name,
      ok: true,
      detail: 'all are granted; who is in its range is set on the page',
      chinese: '都已开通，范围在“通讯录权限范围”里设置',
    };
  return {
    name,
    ok: true,
    detail: `only whoever wants 导入通讯录 needs them; missing: ${detail}`,
    chinese: `不用“导入通讯录”的可以不开通；缺少：${chinese}`,
  };
}

function entries({ mode }: LarkConfig, address: string): Check[] {
  const webhook = mode === 'webhook';
  const where = webhook ? `send to ${address}` : 'receive over the long connection (使用长连接接收)';
  const chosen = webhook ? `请求地址填 ${address}` : '选“使用长连接接收”';
  const ok = true;
  return [
    {
      name: 'lark events (事件配置)',
      ok,
      detail: `${where}; subscribe to ${EVENTS.join(', ')}`,
      chinese: `${chosen}，添加事件 ${EVENTS.join('、')}`,
    },
    {
      name: 'lark callbacks (回调配置)',
      ok,
      detail: `${where}; subscribe to ${CALLBACK}`,
      chinese: `${chosen}，添加回调 ${CALLBACK}`,
    },
    ...(webhook
      ? [
          {
            name: 'lark encryption (加密策略)',
            ok,
            detail: 'the Encrypt Key and the Verification Token are those of this configuration',
            chinese: 'Encrypt Key 和 Verification Token 要与 .env 里的一致',
          },
        ]
      : []),
    {
      name: 'lark menu (机器人自定义菜单)',
      ok,
      detail: 'push an event whose event_key is a word such as 签到, 我的 or 帮助',
      chinese: '可添加“推送事件”，事件 key 填“签到”“我的”“帮助”这样的词',
    },
  ];
}

function reasonOf(error: unknown): string {
  if (error instanceof LarkFault) return error.message;
  throw error;
}
