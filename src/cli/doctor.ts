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
      report('database', store.check() === 'ok', 'integrity_check and synchronous=FULL');
      report('journal', journal.ok, journal.ok ? `${journal.rows} rows` : `broken at row ${journal.seq}`);
      report(
        'address',
        !org.settings.url.includes('127.0.0.1') || org.console !== null,
        `ZHIBU_URL is ${org.settings.url}`,
      );
      const gap = calendarGap(dayOf(now()));
      print(`  calendar: ${gap ?? 'the public holidays are known'}`);
      const checks = await checksOf(org, store, now);
      for (const { name, ok, detail } of checks) report(name, ok, detail);
      if (checks.length === 0)
        print(`  console: ${org.console ? `${org.settings.url}/console, on this machine only` : 'off'}`);
    }
    return healthy ? 0 : 1;

    function report(name: string, ok: boolean, detail: string): void {
      healthy &&= ok;
      print(`  ${ok ? '✓' : '✗'} ${name}: ${detail}`);
    }
  },
};

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
