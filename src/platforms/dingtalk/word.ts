import { createHash } from 'node:crypto';
import { lt, sql } from 'drizzle-orm';
import type { Input, Press } from '../../../cards/card.ts';
import { cutText } from '../../../cards/render/cut.ts';
import { presses } from '../../../db/schema/press.ts';
import { type Db, prepared, type Store } from '../../../db/store.ts';
import type { Signing } from '../../org.ts';
import { macOf } from '../../sign.ts';
import { DAY, dayOf, type Instant, startOfDay } from '../../time.ts';

/**
 * A button that says something for whoever presses it: its label and a code, `签到 #k3f9a2xq7m`. The code comes from the
 * organisation's secret, so that nobody can make one up; whoever types one that they saw is asked for their own rights,
 * as with any button.
 */
export interface Words {
  /** What pressing it says. */
  word(press: Press): string;
  /** The codes of the words said so far that matter most to press. */
  primary(): string[];
  /** Keeps what the words said so far stand for; before any of them is shown. */
  keep(): Promise<void>;
}

export interface Spoken {
  code: string;
}

const LENGTH = 10;
const ALPHABET = 'abcdefghijkmnpqrstuvwxyz23456789';
/** Longer than anybody presses on an old card. */
const KEPT = 400 * DAY;

export interface Wording {
  words(): Words;
  find(code: string): { command: string; input: Input } | undefined;
}

export function createWording(store: Store, signing: Signing, now: () => Instant): Wording {
  /** Kept today already. */
  let fresh = { day: '', codes: new Set<string>() };
  return { words, find: (code) => store.read((db) => findPress(db, code)) };

  function words(): Words {
    const said = new Map<string, Press>();
    return { word, primary, keep };

    function word(press: Press): string {
      const code = codeOf(signing, press);
      said.set(code, press);
      return `${labelOf(press.label)} #${code}`;
    }

    function primary(): string[] {
      return [...said].flatMap(([code, { style }]) => (style === 'primary' ? [code] : []));
    }

    async function keep(): Promise<void> {
      const day = dayOf(now());
      if (fresh.day !== day) fresh = { day, codes: new Set() };
      const unknown = [...said].filter(([code]) => !fresh.codes.has(code));
      if (unknown.length === 0) return;
      const at = startOfDay(day);
      await store.change((db) => {
        db.delete(presses)
          .where(lt(presses.shownAt, at - KEPT))
          .run();
        for (const [code, { command, input }] of unknown) insertPress(db).run({ code, command, input, at });
      });
      for (const [code] of unknown) fresh.codes.add(code);
    }
  }
}

/** The code that words end with, if they do. */
export function spokenIn(text: string): Spoken | undefined {
  const [, code] = /#([a-km-np-z2-9]{10})$/.exec(text) ?? [];
  return code === undefined ? undefined : { code };
}

/** A code, for a template's button to carry, with the group its card stands in. */
export function carriedIn(carried: string): { code: string; group?: string } | undefined {
  const [, code, group] = /^[^#]*#([a-km-np-z2-9]{10})(?:@(.+))?$/.exec(carried) ?? [];
  return code === undefined ? undefined : { code, ...(group !== undefined && { group }) };
}

function codeOf(signing: Signing, { command, input }: Press): string {
  const mac = macOf(signing, ['press', command, JSON.stringify(input)]);
  const digest = createHash('sha256').update(mac).digest();
  return Array.from({ length: LENGTH }, (_, at) => ALPHABET[digest.readUInt8(at) % 32]).join('');
}

/** Without what would be read as the code, or break the line. */
function labelOf(label: string): string {
  return cutText(label.replace(/[#\s]+/g, ' ').trim(), 20) || '好';
}

const insertPress = prepared((db) =>
  db
    .insert(presses)
    .values({
      code: sql.placeholder('code'),
      command: sql.placeholder('command'),
      input: sql.placeholder('input'),
      shownAt: sql.placeholder('at'),
    })
    .onConflictDoUpdate({ target: presses.code, set: { shownAt: sql`excluded.shown_at` } })
    .prepare(),
);

const selectPress = prepared((db) =>
  db
    .select({ command: presses.command, input: presses.input })
    .from(presses)
    .where(sql`${presses.code} = ${sql.placeholder('code')}`)
    .prepare(),
);

function findPress(db: Db, code: string): { command: string; input: Input } | undefined {
  return selectPress(db).get({ code });
}
