import type { Check } from '../platform.ts';
import { createDingTalkApi, type DingTalkApi } from './client.ts';
import type { DingTalkConfig } from './config.ts';
import { DingTalkFault, refusalOf } from './fault.ts';

/** Each need, and the permission that satisfies it as the page calls it. */
const PERMISSIONS = [
  ['send messages', '发送消息', '企业内机器人发送消息权限 (qyapi_robot_sendmsg)'],
  [
    'read departments and people for a directory',
    '导入通讯录（不用可不开通）',
    '通讯录部门信息读权限、成员信息读权限、企业员工手机号信息',
  ],
] as const;
const CARDS = ['draw cards', '更新卡片', '互动卡片实例写权限 (Card.Instance.Write)'] as const;

const EVENTS = ['通讯录用户离职 (user_leave_org)'];
const VARIABLES =
  'title, markdown, toast, button1 … button5, code1 … code5: strings; a button shows buttonN, is hidden where that is empty, and calls back with the parameter code = codeN';
const VARIABLES_CHINESE =
  'title、markdown、toast、button1 … button5、code1 … code5，均为字符串；按钮 N 显示 buttonN，为空则隐藏，回传参数 code = codeN';

/** Whether DingTalk knows the app, what this month has cost, and all that is to be entered on its page. */
export async function dingTalkDoctor(
  config: DingTalkConfig,
  publicUrl: string,
  orgSlug: string,
  spent: number,
  now: () => number,
): Promise<Check[]> {
  const quiet = () => Promise.resolve();
  const api = createDingTalkApi(config, { now, spent: quiet, exhausted: quiet });
  return [
    await checkApp(api),
    budget(config, spent),
    ...entries(config, `${publicUrl}/hooks/${orgSlug}/dingtalk`),
  ];
}

async function checkApp(api: DingTalkApi): Promise<Check> {
  const name = 'dingtalk app';
  try {
    await api.authenticate();
    return { name, ok: true, detail: 'it knows the app', chinese: '应用已连通' };
  } catch (error) {
    if (!(error instanceof DingTalkFault)) throw error;
    return {
      name,
      ok: false,
      detail: refusalOf(error).reason,
      chinese: '应用连不通，请核对 DINGTALK_CLIENT_ID、DINGTALK_CLIENT_SECRET 和 DINGTALK_API',
    };
  }
}

function budget({ monthlyCalls }: DingTalkConfig, spent: number): Check {
  const share = Math.round((100 * spent) / monthlyCalls);
  return {
    name: 'dingtalk calls',
    ok: spent < monthlyCalls,
    detail: `${spent} of ${monthlyCalls} this month (${share} %), as far as this app has made them; DINGTALK_MONTHLY_CALLS says how many there are`,
    chinese: `本月已调用 ${spent} 次，共 ${monthlyCalls} 次（${share}%）；额度由 DINGTALK_MONTHLY_CALLS 设定`,
  };
}

function entries(config: DingTalkConfig, address: string): Check[] {
  const { cardTemplate } = config;
  const webhook = config.mode === 'webhook';
  const needs = cardTemplate ? [...PERMISSIONS, CARDS] : PERMISSIONS;
  const sealed = webhook && config.token !== undefined;
  return [
    entry(
      'dingtalk robot (机器人)',
      webhook ? `消息接收模式 HTTP 模式, 消息接收地址 ${address}` : '消息接收模式 Stream 模式',
      webhook ? `消息接收模式选 HTTP 模式，消息接收地址填 ${address}` : '消息接收模式选 Stream 模式',
    ),
    entry(
      'dingtalk permissions (权限管理)',
      needs.map(([need, , permission]) => `${permission} to ${need}`).join('; '),
      needs.map(([, need, permission]) => `${need}：${permission}`).join('；'),
    ),
    entry(
      'dingtalk events (事件订阅)',
      webhook && !sealed
        ? 'none are received without DINGTALK_TOKEN and DINGTALK_AES_KEY'
        : `${webhook ? `HTTP 推送 to ${address}, with this token and key` : 'Stream 模式推送'}; subscribe to ${EVENTS.join(', ')}`,
      webhook && !sealed
        ? '没有设 DINGTALK_TOKEN 和 DINGTALK_AES_KEY，收不到事件'
        : `${webhook ? `选 HTTP 推送，地址填 ${address}，token 和密钥与 .env 一致` : '选 Stream 模式推送'}；订阅${EVENTS.join('、')}`,
    ),
    ...(cardTemplate
      ? [
          entry(
            'dingtalk card template (卡片平台)',
            `${cardTemplate}; its variables: ${VARIABLES}`,
            `${cardTemplate}；变量：${VARIABLES_CHINESE}`,
          ),
        ]
      : []),
  ];
}

function entry(name: string, detail: string, chinese: string): Check {
  return { name, ok: true, detail, chinese };
}
