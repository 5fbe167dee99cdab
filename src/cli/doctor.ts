import type { Store } from '../../db/store.ts';
import { verify } from '../audit/store.ts';
import { calendarGap } from '../calendar.ts';
import type { OrgConfig } from '../config.ts';
import { spentIn } from '../outbox/budget.ts';
import { dingTalkDoctor } from '../platforms/dingtalk/doctor.ts';
import { larkDoctor } from '../platforms/lark/doctor.ts';
import type { Check } from '../platforms/platform.ts';
import { wecomDoctor } from '../platforms/wecom/doctor.ts';
import { dayOf, type Instant } from '../time.ts';
import { readArgs, Usage, type Verb } from './verb.ts';

export const doctor: Verb = {
  usage: 'doctor',
  help: 'checks the configuration, what can be reached, and says what to enter on the platform’s page',
  async run({ args, config, now, open, print }) {
    if (readArgs(args, {}).words.length > 0) throw new Usage('doctor takes no words');
    let healthy = true;
    for (const org of config.orgs) {
      print(`organisation ${org.slug}`);
      const store = open(org);
      const journal = store.read((db) => verify(db));
      const sound = store.check() === 'ok';
      report({
        name: 'database',
        ok: sound,
        detail: 'integrity_check and synchronous=FULL',
        chinese: sound ? '数据库完好，每次写入都落盘' : '数据库已损坏，请停止程序，用备份恢复',
      });
      report({
        name: 'journal',
        ok: journal.ok,
        detail: journal.ok ? `${journal.rows} rows` : `broken at row ${journal.seq}`,
        chinese: journal.ok
          ? `操作日志完整，共 ${journal.rows} 条`
          : `操作日志从第 ${journal.seq} 条起对不上`,
      });
      report(addressOf(org));
      const gap = calendarGap(dayOf(now()));
      remark(
        'calendar',
        gap ?? 'the public holidays are known',
        gap
          ? '最近要用到的放假安排还没有，国务院公布后运行 npm install --save-exact chinese-days@latest 并重启'
          : '放假安排是全的',
      );
      const checks = await checksOf(org, store, now);
      for (const check of checks) report(check);
      if (checks.length === 0) {
        const { url } = org.settings;
        remark(
          'console',
          org.console ? `${url}/console, on this machine only` : 'off',
          org.console ? `体验页面 ${url}/console，只能在本机打开` : '体验页面已关闭',
        );
      }
    }
    return healthy ? 0 : 1;

    function report({ name, ok, detail, chinese }: Check): void {
      healthy &&= ok;
      remark(`${ok ? '✓' : '✗'} ${name}`, detail, chinese);
    }

    function remark(name: string, detail: string, chinese: string): void {
      print(`  ${name}: ${detail}`);
      print(`      ${chinese}`);
    }
  },
};

/** Where nobody but this machine gets to. */
const LOCAL = /^(localhost|127(\.\d{1,3}){3}|0\.0\.0\.0|\[::1?\])$/;

function addressOf({ settings: { url }, console: local }: OrgConfig): Check {
  const ok = local !== null || !LOCAL.test(new URL(url).hostname);
  return {
    name: 'address',
    ok,
    detail: `ZHIBU_URL is ${url}`,
    chinese: ok ? `网址是 ${url}` : `网址 ${url} 只有本机能打开，请把 ZHIBU_URL 设为大家能打开的网址`,
  };
}

/** Of every platform that is configured. */
async function checksOf(
  { slug, settings, lark, dingtalk, wecom }: OrgConfig,
  store: Store,
  now: () => Instant,
): Promise<Check[]> {
  const spent = store.read((db) => spentIn(db, 'dingtalk', now()));
  return [
    ...(lark ? await larkDoctor(lark, settings.url, slug) : []),
    ...(dingtalk ? await dingTalkDoctor(dingtalk, settings.url, slug, spent, now) : []),
    ...(wecom ? await wecomDoctor(wecom, settings.url, slug, { now }) : []),
  ];
}
