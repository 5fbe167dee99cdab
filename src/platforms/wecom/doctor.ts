import type { Clock } from '../../time.ts';
import type { Check } from '../platform.ts';
import { createWecomApi, type WecomApi } from './client.ts';
import type { WecomConfig } from './config.ts';
import { WecomFault } from './http.ts';

/** The root of a corp's departments: an app that sees it sees everybody, and may make groups. */
const ROOT = 1;

/** Whether WeCom knows the app, and all that is to be entered on its page. `publicUrl` has no trailing slash. */
export async function wecomDoctor(
  config: WecomConfig,
  publicUrl: string,
  orgSlug: string,
  clock: Clock,
): Promise<Check[]> {
  return [
    ...(await checkApp(createWecomApi(config, clock))),
    {
      name: 'wecom callback (接收消息 → 设置API接收)',
      ok: /^https?:\/\/(?!127\.|localhost|\[::1\])/.test(publicUrl),
      detail: `URL ${publicUrl}/hooks/${orgSlug}/wecom; Token and EncodingAESKey are those of this configuration; tick 用户发送的普通消息, 用户操作菜单/进入应用 and 通讯录变更; save it while this server runs`,
    },
    {
      name: 'wecom trusted address (企业可信IP)',
      ok: true,
      detail: 'the public address that this machine calls from; the page takes it once the callback is saved',
    },
    {
      name: 'wecom trusted domain (网页授权及JS-SDK → 可信域名)',
      ok: true,
      detail: `${new URL(publicUrl).hostname}, so that forms open without a warning`,
    },
  ];
}

async function checkApp(api: WecomApi): Promise<Check[]> {
  const name = 'wecom app';
  try {
    const app = await api.app();
    const detail = `it answers as ${app.name || 'an app without a name'}`;
    if (app.close)
      return [{ name, ok: false, detail: `${detail}, but is switched off: 应用管理 → the app → 启用` }];
    return [{ name, ok: true, detail }, sightOf(app)];
  } catch (error) {
    if (!(error instanceof WecomFault)) throw error;
    const where =
      error.code === 60020 ? '' : '; see WECOM_CORP_ID, WECOM_AGENT_ID, WECOM_SECRET and WECOM_API';
    return [{ name, ok: false, detail: `${error.message}${where}` }];
  }
}

function sightOf({
  allow_userinfos: { user },
  allow_partys: { partyid },
  allow_tags: { tagid },
}: Awaited<ReturnType<WecomApi['app']>>): Check {
  const seen = `${partyid.length} departments, ${user.length} members, ${tagid.length} tags`;
  const whole = partyid.includes(ROOT);
  const detail = whole
    ? 'everybody'
    : `${seen}; whoever is not among them gets nothing, and only an app that sees the whole corp has groups`;
  return {
    name: 'wecom visible range (可见范围)',
    ok: partyid.length + user.length + tagid.length > 0,
    detail,
  };
}
