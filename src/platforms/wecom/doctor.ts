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
      chinese: `URL 填 ${publicUrl}/hooks/${orgSlug}/wecom（企业微信要能从外面访问）；Token、EncodingAESKey 与 .env 一致；勾选“用户发送的普通消息”“用户操作菜单/进入应用”“通讯录变更”；保存时本程序要在运行`,
    },
    {
      name: 'wecom trusted address (企业可信IP)',
      ok: true,
      detail: 'the public address that this machine calls from; the page takes it once the callback is saved',
      chinese: '填本机访问外网时的公网地址；先保存接收消息，才能填这一项',
    },
    {
      name: 'wecom trusted domain (网页授权及JS-SDK → 可信域名)',
      ok: true,
      detail: `${new URL(publicUrl).hostname}, so that forms open without a warning`,
      chinese: `填 ${new URL(publicUrl).hostname}，打开表单才没有提示`,
    },
  ];
}

async function checkApp(api: WecomApi): Promise<Check[]> {
  const name = 'wecom app';
  try {
    const app = await api.app();
    const detail = `it answers as ${app.name || 'an app without a name'}`;
    const chinese = `应用已连通，名称是“${app.name || '未命名'}”`;
    if (app.close)
      return [
        {
          name,
          ok: false,
          detail: `${detail}, but is switched off: 应用管理 → the app → 启用`,
          chinese: `${chinese}，但已停用，请在“应用管理 → 该应用”里启用`,
        },
      ];
    return [{ name, ok: true, detail, chinese }, sightOf(app)];
  } catch (error) {
    if (!(error instanceof WecomFault)) throw error;
    const untrusted = error.code === 60020;
    const where = untrusted ? '' : '; see WECOM_CORP_ID, WECOM_AGENT_ID, WECOM_SECRET and WECOM_API';
    const chinese = untrusted
      ? '企业微信不接受本机地址，请把上面的地址填到“应用管理 → 该应用 → 企业可信IP”'
      : '应用连不通，请核对 WECOM_CORP_ID、WECOM_AGENT_ID、WECOM_SECRET 和 WECOM_API';
    return [{ name, ok: false, detail: `${error.message}${where}`, chinese }];
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
    chinese: whole
      ? '全体成员'
      : `${partyid.length} 个部门、${user.length} 名成员、${tagid.length} 个标签；不在其中的收不到消息，可见范围是全体成员时才能建群`,
  };
}
