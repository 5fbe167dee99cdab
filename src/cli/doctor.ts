import { verify } from '../audit/store.ts';
import { calendarGap } from '../calendar.ts';
import { larkDoctor } from '../platforms/lark/doctor.ts';
import { dayOf } from '../time.ts';
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
        !org.settings.url.includes('127.0.0.1') || org.lark === null,
        `ZHIBU_URL is ${org.settings.url}`,
      );
      const gap = calendarGap(dayOf(now()));
      print(`  calendar: ${gap ?? 'the public holidays are known'}`);
      if (!org.lark)
        print(`  console: ${org.console ? `${org.settings.url}/console, on this machine only` : 'off'}`);
      else
        for (const check of await larkDoctor(org.lark, org.settings.url, org.slug))
          report(check.name, check.ok, check.detail);
    }
    return healthy ? 0 : 1;

    function report(name: string, ok: boolean, detail: string): void {
      healthy &&= ok;
      print(`  ${ok ? '✓' : '✗'} ${name}: ${detail}`);
    }
  },
};
