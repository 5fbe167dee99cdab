import { keys as dingTalkKeys } from '../platforms/dingtalk/payloads.ts';
import { keys } from '../platforms/lark/payloads.ts';
import { keys as wecomKeys } from '../platforms/wecom/payloads.ts';

/** Where the main conversation begins: people as in TWO_BRANCHES, a clock that stands. */
export const BEGINNING = '2026-12-01T09:30:00+08:00';

/** One for each conversation: an object that has been talked to keeps its clock. The worker shows the console of the first. */
const HALLS = ['hall', 'crowd', 'duty', 'evaluation', 'files', 'lists', 'rounds', 'three'];

/** What the worker of the tests is configured with: one on each platform, some whose clock stands, one whose clock goes. */
export function orgs(lark: string, dingtalk: string, wecom: string) {
  return {
    main: {
      ZHIBU_URL: 'https://zhibu.example',
      ZHIBU_SECRET: 'signs the links of a test, and no others',
      LARK_APP_ID: keys.appId,
      LARK_APP_SECRET: 'app-secret-of-a-test',
      LARK_ENCRYPT_KEY: keys.encryptKey,
      LARK_VERIFICATION_TOKEN: keys.verificationToken,
      LARK_DOMAIN: lark,
    },
    ding: {
      ZHIBU_URL: 'https://zhibu.example',
      ZHIBU_SECRET: 'signs the links of a test, and no others',
      DINGTALK_CLIENT_ID: dingTalkKeys.clientId,
      DINGTALK_CLIENT_SECRET: dingTalkKeys.clientSecret,
      DINGTALK_TOKEN: dingTalkKeys.token,
      DINGTALK_AES_KEY: dingTalkKeys.aesKey,
      DINGTALK_API: dingtalk,
    },
    firm: {
      ZHIBU_URL: 'https://zhibu.example',
      ZHIBU_SECRET: 'signs the links of a test, and no others',
      WECOM_CORP_ID: wecomKeys.corpId,
      WECOM_AGENT_ID: String(wecomKeys.agentId),
      WECOM_SECRET: 'app-secret-of-a-test',
      WECOM_TOKEN: wecomKeys.token,
      WECOM_AES_KEY: wecomKeys.aesKey,
      WECOM_API: wecom,
    },
    ...Object.fromEntries(HALLS.map((slug) => [slug, { ZHIBU_CONSOLE: 'on', ZHIBU_CLOCK: BEGINNING }])),
    yard: { ZHIBU_CONSOLE: 'on' },
  };
}
