import { createHash } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Option } from '../../../cards/card.ts';
import {
  DOWN,
  gatheredCard,
  gatheredDoneCard,
  mappingCard,
  nothingGatheredCard,
  readingCard,
  SKIP,
  unreadCard,
} from '../../../cards/directory.ts';
import { departments } from '../../../db/schema/people.ts';
import { type Ctx, privately, type Reply } from '../../chat/command.ts';
import { define } from '../../chat/define.ts';
import { IdInput } from '../../chat/inputs.ts';
import { Refusal } from '../../errors.ts';
import { Directory } from '../../platforms/directory.ts';
import type { PlatformName } from '../../platforms/platform.ts';
import { dayOf } from '../../time.ts';
import { departed } from '../departed.ts';
import { may, unitsUnder } from '../permit.ts';
import { essence } from '../recognise.ts';
import { applyRoster } from '../roster/apply.ts';
import { type Gathered, gather, type Meaning, meaningsOf, questionsOf } from '../roster/directory.ts';
import { presentOn } from '../roster/present.ts';
import {
  changeDirectory,
  directoryOf,
  keepDirectory,
  keptRoster,
  markShown,
  settleRoster,
  type Waiting,
} from '../roster/waiting.ts';
import { subtree, type Unit } from '../store.ts';

/** Departments asked about at once: what a phone shows without tiring. */
const AT_ONCE = 8;

/** 导入通讯录: the platform's directory, read; departments are matched to units, the changes shown, then made or not. */
export const directoryCommands = [
  define({
    name: 'directory.ask',
    words: ['导入通讯录', '同步通讯录', '通讯录'],
    help: '按平台的通讯录绑定账号，先看变化再确认',
    who: 'administer',
    input: z.object({}),
    run: () => privately(readingCard()),
  }),

  define({
    name: 'directory.read',
    words: [],
    who: 'administer',
    input: z.object({ directory: Directory.nullable(), why: z.string().optional() }),
    run(ctx, { directory, why = '' }) {
      if (!directory) return privately(unreadCard(why));
      if (directory.people.length === 0) {
        return privately(unreadCard('应用看不到任何人，请在平台上扩大它的通讯录权限范围。'));
      }
      const id = keepDirectory(ctx.db, ctx.now, ctx.person.id, ctx.account.platform, directory);
      return goOn(ctx, keptRoster(ctx.db, id, ctx.person.id));
    },
  }),

  define({
    name: 'directory.map',
    words: [],
    who: 'administer',
    input: z.looseObject({
      roster: IdInput,
      departments: z.array(z.string()),
      newcomers: z.enum(['link', 'join']).optional(),
    }),
    run(ctx, input) {
      const waiting = keptRoster(ctx.db, input.roster, ctx.person.id);
      const source = sourceOf(waiting);
      const open = new Set(source.open);
      const mine = new Set(administered(ctx).map(({ id }) => id));
      for (const [index, department] of input.departments.entries()) {
        const said = input[`d${index}`];
        if (said === DOWN) open.add(department);
        else if (said !== undefined) say(ctx, source.platform, department, unitSaid(mine, said));
      }
      const newcomers = input.newcomers === undefined ? source.newcomers : input.newcomers === 'join';
      changeDirectory(ctx.db, waiting.id, { ...source, newcomers, open: [...open] });
      return goOn(ctx, keptRoster(ctx.db, waiting.id, ctx.person.id));
    },
  }),
];

/** Makes what was shown, all of it or nothing; `keep`: but for the accounts that would go. */
export function applyDirectory(ctx: Ctx, waiting: Waiting, keep: boolean): Reply {
  const gathered = gatheredFrom(ctx, waiting, lookAt(ctx, waiting).meanings);
  if (digestOf(gathered) !== waiting.digest) {
    throw new Refusal('conflict', '您看过变化之后，组织里的情况又变了。请再说一次“导入通讯录”。');
  }
  const { changes } = gathered;
  const gone = keep ? [] : gathered.gone;
  const plan = { faults: [], changes, touched: { units: [], top: false } };
  applyRoster(ctx.db, ctx.now, `person:${ctx.person.id}`, plan);
  departed(
    ctx.db,
    ctx.now,
    sourceOf(waiting).platform,
    gone.map(({ id }) => id),
  );
  settleRoster(ctx.db, ctx.now, waiting.id, true);
  const linked = changes.filter(({ kind }) => kind === 'account.linked').length;
  const joined = changes.filter(({ kind }) => kind === 'person.added').length;
  const done = gatheredDoneCard(linked, joined, gone.length);
  return privately(done, '通讯录已导入。');
}

/** Asks about what nobody has said yet, or shows what would change. */
function goOn(ctx: Ctx, waiting: Waiting): Reply {
  const { directory, units, meanings, open } = lookAt(ctx, waiting);
  const asked = questionsOf(directory, meanings, open);
  if (asked.length > 0) {
    const now = asked.slice(0, AT_ONCE);
    const options = units.map(({ id, path }): Option => ({ value: String(id), label: path }));
    const questions = now.map((one) => ({ ...one, guess: guess(units, one.name) }));
    const more = { more: asked.length - now.length, newcomers: sourceOf(waiting).newcomers };
    return privately(
      mappingCard(
        waiting.id,
        questions,
        now.map(({ id }) => id),
        options,
        more,
      ),
    );
  }
  const gathered = gatheredFrom(ctx, waiting, meanings);
  if (gathered.changes.length === 0 && gathered.gone.length === 0) {
    settleRoster(ctx.db, ctx.now, waiting.id, false);
    return privately(nothingGatheredCard(gathered));
  }
  markShown(ctx.db, waiting.id, digestOf(gathered));
  return privately(gatheredCard(gathered, waiting.id));
}

function lookAt(ctx: Ctx, waiting: Waiting) {
  const { platform, open: opened } = sourceOf(waiting);
  const directory = directoryOf(ctx.db, waiting);
  const units = administered(ctx);
  const rows = ctx.db.select().from(departments).where(eq(departments.platform, platform)).all();
  const open = new Set(opened);
  const meanings = meaningsOf(directory, new Map(rows.map(({ id, unit }) => [id, unit])), units, open);
  return { directory, units, meanings, open };
}

function gatheredFrom(ctx: Ctx, waiting: Waiting, meanings: ReadonlyMap<string, Meaning>): Gathered {
  const { platform, newcomers } = sourceOf(waiting);
  const within = new Set(administered(ctx, { groups: true }).map(({ id }) => id));
  const present = presentOn(ctx.db, dayOf(ctx.now));
  return gather(present, directoryOf(ctx.db, waiting), { platform, newcomers, meanings, within });
}

function digestOf({ changes, gone }: Gathered): string {
  return createHash('sha256')
    .update(JSON.stringify([changes, gone]))
    .digest('hex');
}

/** The units that somebody administers, parents before children. */
function administered(ctx: Ctx, { groups = false } = {}): Unit[] {
  const day = dayOf(ctx.now);
  const all = unitsUnder(ctx.db, ctx.person.id, 'administer', day).flatMap(({ lineage }) =>
    subtree(ctx.db, lineage, day),
  );
  return [...new Map(all.map((unit) => [unit.id, unit])).values()].filter(
    ({ id, kind }) => (groups || kind !== 'memberGroup') && may(ctx.db, ctx.person.id, 'administer', id, day),
  );
}

/** 财务处 is most likely 财务处党支部, where no other unit's name has it. */
function guess(units: readonly Unit[], department: string): string | null {
  const wanted = essence(department);
  const [one, ...others] =
    wanted.length < 2 ? [] : units.filter(({ name }) => essence(name).includes(wanted));
  return one && others.length === 0 ? String(one.id) : null;
}

function unitSaid(mine: ReadonlySet<number>, said: unknown): number | null {
  if (said === SKIP) return null;
  const unit = Number(said);
  if (!mine.has(unit)) throw new Refusal('invalid', '请从列出的党组织里选。');
  return unit;
}

function say(ctx: Ctx, platform: PlatformName, id: string, unit: number | null): void {
  ctx.db
    .insert(departments)
    .values({ platform, id, unit })
    .onConflictDoUpdate({ target: [departments.platform, departments.id], set: { unit } })
    .run();
}

function sourceOf({ directory }: Waiting): NonNullable<Waiting['directory']> {
  if (!directory) throw new Refusal('not_found', '没有找到这份通讯录，请再说一次“导入通讯录”。');
  return directory;
}
